// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is wrong with the project, in sentences: errors first, then warnings, and below each what
// mends it. A click or Enter on a sentence goes there, on a cure does it. Hidden while there is
// nothing to say. GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QListWidget>

#include "document/document.h"
#include "drawing/theme.h"
#include "model/selection.h"
#include "session/lab.h"

namespace vle::ui {

class ProblemsPanel : public QListWidget {
  Q_OBJECT

 public:
  /// @param document, lab, theme  must outlive the panel
  ProblemsPanel(Document& document, const Lab& lab, const Theme& theme, QWidget* parent = nullptr);

  void themeChanged() { refresh(); }
  /// "2 errors, 1 warning"; empty without problems.
  [[nodiscard]] QString countText() const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 signals:
  /// The list is another one. @param any  whether there is anything in it
  void problemsShown(bool any);
  /// The person wants to go to where a problem is.
  void jumpRequested(const vle::Selection& place);

 protected:
  void keyboardSearch(const QString&) override {}  // letters are those of the program
  void keyPressEvent(QKeyEvent* event) override;

 private:
  /// What a row of the list stands for.
  struct Row {
    std::size_t issue = 0;              ///< in shown_
    std::optional<std::size_t> cure{};  ///< one of its cures; none: the problem itself
  };
  void refresh();
  void act(int row);
  void mend(const Issue& issue, std::size_t cure);

  Document& document_;
  const Lab& lab_;
  const Theme& theme_;
  std::vector<Issue> shown_;
  std::vector<Row> rows_;
  int errors_ = 0, warnings_ = 0;
};

}  // namespace vle::ui
