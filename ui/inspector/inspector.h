// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The inspector: every parameter of what is selected, generated from the parameter table; several
// items are edited together. Edits act at once, also while the simulation runs; what learning
// changes shows its live value. GUI thread.
#pragma once

#include <vector>

#include <QLabel>
#include <QScrollArea>

#include "document/document.h"
#include "drawing/theme.h"
#include "inspector/items.h"
#include "session/focus.h"
#include "session/lab.h"
#include "session/tempo_timer.h"

namespace vle::ui {

class AboutEditor;
class LinksEditor;
class NameField;
class ParameterRow;
class RemarkEditor;
class Section;

class Inspector : public QWidget {
  Q_OBJECT

 public:
  Inspector(Document& document, Lab& lab, const Focus& focus, const Theme& theme,
            QWidget* parent = nullptr);

  ~Inspector() override;

  [[nodiscard]] QSize sizeHint() const override { return {300, 500}; }

 public slots:
  /// Gives the keyboard to the first field.
  void takeFocus();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  /// Shows what is selected; the project if nothing is.
  void inspect(const Selection& selection);

  /// The rows of one table, the common or the rare ones.
  struct Group {
    ParameterTable table;
    Section* section;
    std::vector<ParameterRow*> rows;
    QLabel* unused;  ///< why none of the rows applies
  };

  void addGroup(ParameterTable table, bool rare, const QString& title);
  Section* addSection(const QString& title, bool is_open);
  void refresh();
  void refreshLive();
  void showGroup(Group& group, const Subject& subject);
  void showTitle();
  /// What is inspected, for the undo menu.
  [[nodiscard]] QString describe() const;
  void apply(const ParameterRow& row, const ParameterValue& value, bool continues);
  void push(const QString& text, std::vector<Edit> edits, bool continues);

  Document& document_;
  Lab& lab_;
  const Theme& theme_;
  Selection selection_;
  std::vector<Item> items_;
  bool is_stale_ = true;  ///< something changed while the panel was hidden
  int gesture_ = 0;
  TempoTimer live_timer_{TempoTimer::Rings::Once};

  QLabel* title_;    ///< of the project, or of several items
  NameField* name_;  ///< of one node or projection
  QLabel* kind_;
  QScrollArea* scroll_;
  QWidget* content_;
  std::vector<Group> groups_;
  LinksEditor* links_;
  Section* links_section_;
  RemarkEditor* remark_;
  Section* remark_section_;
  AboutEditor* about_;
  Section* about_section_;
  QLabel* nothing_common_;
};

}  // namespace vle::ui
