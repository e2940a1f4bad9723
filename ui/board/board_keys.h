// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The board by keys: cursors, zoom and pan, order and height of plots. Decides what a key pressed
// in a plot means and asks the BoardController to do it. Used by BoardGestures. GUI thread.
#pragma once

class QKeyEvent;

namespace vle::ui {

class BoardController;
class PlotWidget;

class BoardKeys {
 public:
  explicit BoardKeys(BoardController& board) : board_(board) {}

  /// @returns whether the key means something here
  bool press(PlotWidget& plot, const QKeyEvent& event);

 private:
  BoardController& board_;
  bool is_second_ = false;  // of the cursors it is the second that keys move
};

}  // namespace vle::ui
