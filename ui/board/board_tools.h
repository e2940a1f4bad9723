// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The board's buttons: add a plot, hold the picture, back to the newest, window and trigger,
// export; and the line that reads the cursors, behind which is a table. Stands in the title of the
// board's card. GUI thread.
#pragma once

#include <QToolButton>
#include <QWidget>

class QMenu;

namespace vle::ui {

class BoardController;
class CursorLine;
class Overflow;

class BoardTools : public QWidget {
  Q_OBJECT

 public:
  explicit BoardTools(BoardController& board, QWidget* parent = nullptr);

  /// With less room the buttons are in a menu.
  [[nodiscard]] QSize minimumSizeHint() const override;

 private:
  QToolButton* button(const QString& text, const QString& tip);
  void fillView();
  void refresh();

  BoardController& board_;
  CursorLine* cursors_;
  QToolButton* freeze_;
  QToolButton* follow_;
  QToolButton* view_;
  QMenu* view_menu_;
  Overflow* more_;
};

}  // namespace vle::ui
