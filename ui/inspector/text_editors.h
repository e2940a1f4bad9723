// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Texts that the parameter table does not hold: the remark of a node, and what the project says of
// itself. GUI thread.
#pragma once

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "document/document.h"
#include "inspector/items.h"

namespace vle::ui {

/// A form as the inspector has them: names at the left, fields as wide as can be.
[[nodiscard]] QFormLayout* formOf(QWidget* widget);
/// A label for what is refused; hidden while it says nothing.
[[nodiscard]] QLabel* sentenceOf(QWidget* parent);
void say(QLabel* sentence, const QString& text);

/// A text of several lines; what is typed between coming and going is one act. Tab leaves it. What
/// would make it longer than a file can hold is refused and leaves it as it was.
class TextArea : public QPlainTextEdit {
  Q_OBJECT

 public:
  /// @param name  for those who cannot see it, and for sentences
  explicit TextArea(const QString& name, QWidget* parent = nullptr);
  /// Shows a text; nobody is told.
  void setText(const QString& text);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

 signals:
  void edited(const QString& text, bool continues);
  /// Why the text stayed as it was; "" once it can change again.
  void refused(const QString& sentence);

 protected:
  void focusInEvent(QFocusEvent* event) override;

 private:
  void onTyped();

  QString text_;  ///< the last that was short enough
  bool continues_ = false;
};

/// The remark of one node.
class RemarkEditor : public QWidget {
  Q_OBJECT

 public:
  RemarkEditor(const Document& document, QWidget* parent);
  bool setItem(Item item);

 signals:
  void edited(const std::vector<vle::Edit>& edits, bool continues);

 private:
  const Document& document_;
  Item item_;
  TextArea* text_;
  QLabel* sentence_;
};

/// Title, author, tags and summary of the project.
class AboutEditor : public QWidget {
  Q_OBJECT

 public:
  AboutEditor(const Document& document, QWidget* parent);
  void refresh();

 signals:
  void edited(const std::vector<vle::Edit>& edits, bool continues);

 private:
  void commit(QLineEdit* field);

  const Document& document_;
  QLineEdit* title_;
  QLineEdit* author_;
  QLineEdit* tags_;
  TextArea* summary_;
  QLabel* sentence_;
};

}  // namespace vle::ui
