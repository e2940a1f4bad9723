// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the parameter table does not hold: whom a target corrects and what it follows, the teacher
// of a projection, the remark of a node, and what the project says of itself. GUI thread.
#pragma once

#include <vector>

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "document/document.h"
#include "inspector/parameter_editor.h"
#include "inspector/signal_editor.h"

namespace vle::ui {

/// A text of several lines; what is typed between coming and going is one act. Tab leaves it.
class TextArea : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit TextArea(QWidget* parent = nullptr);
  /// Shows a text; nobody is told.
  void setText(const QString& text);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

 signals:
  void edited(const QString& text, bool continues);

 protected:
  void focusInEvent(QFocusEvent* event) override;

 private:
  bool continues_ = false;
};

/// Ends of one target or projection.
class LinksEditor : public QWidget {
  Q_OBJECT

 public:
  LinksEditor(const Document& document, const Theme& theme, QWidget* parent);
  /// @returns whether there is anything to show of this item
  bool setItem(Item item);

 signals:
  void edited(const std::vector<vle::Edit>& edits, bool continues);

 private:
  void showTarget(const NodeSpec& node);
  void showProjection(const ProjectionSpec& projection);
  void editTarget(const TargetSpec& target, bool continues);

  const Document& document_;
  Item item_;
  std::vector<std::uint32_t> layers_, teachers_;  ///< in the order of the boxes
  QFormLayout* form_;
  ChoiceBox* of_;
  ChoiceBox* follows_;
  ChoiceBox* teacher_;
  QLabel* ends_;
  SignalEditor* signal_;
  QLabel* sentence_;
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
};

}  // namespace vle::ui
