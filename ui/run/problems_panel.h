// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is wrong with the project, in sentences: errors first, then warnings. A click or Enter goes
// there. Hidden while there is nothing to say. GUI thread.
#pragma once

#include <QListWidget>

#include "drawing/theme.h"
#include "model/selection.h"
#include "session/lab.h"

namespace vle::ui {

class ProblemsPanel : public QListWidget {
  Q_OBJECT

 public:
  /// @param lab, theme  must outlive the panel
  ProblemsPanel(const Lab& lab, const Theme& theme, QWidget* parent = nullptr);

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
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void refresh();
  void jump(const QListWidgetItem* item);

  const Lab& lab_;
  const Theme& theme_;
  std::vector<Issue> shown_;
  int errors_ = 0, warnings_ = 0;
};

}  // namespace vle::ui
