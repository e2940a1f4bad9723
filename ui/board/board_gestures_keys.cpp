// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The same as by hand, by keys.
#include <QKeyEvent>

#include "board/board_gestures.h"
#include "board/plot_board.h"

namespace vle::ui {

namespace {

constexpr double kKeyZoom = 1.2;  ///< of one stroke
constexpr double kKeyPan = 0.1;   ///< share of the window

}  // namespace

bool BoardGestures::onKey(PlotWidget& plot, const QKeyEvent& event) {
  const auto index = board_.indexOf(&plot);
  if (!index) return false;
  const TimeWindow window = plot.timeWindow();
  const double length = window.to - window.from;
  const bool is_shifted = event.modifiers().testFlag(Qt::ShiftModifier);
  const bool is_alt = event.modifiers().testFlag(Qt::AltModifier);
  switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
      const int sign = event.key() == Qt::Key_Left ? -1 : 1;
      if (is_shifted)
        board_.panTime(&plot, sign * kKeyPan * length);
      else
        board_.stepCursor(&plot, is_second_by_key_ && board_.cursors().second, sign);
      return true;
    }
    case Qt::Key_Up:
    case Qt::Key_Down: {
      const std::size_t to = event.key() == Qt::Key_Up ? *index - 1 : *index + 1;
      if (!is_alt || to >= board_.plots().size()) return false;
      board_.push(tr("Move plot '%1'").arg(plot.content().title),
                  moved(board_.board(), *index, to));
      board_.plots()[to]->setFocus();
      return true;
    }
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus: {
      const double factor = event.key() == Qt::Key_Minus ? kKeyZoom : 1 / kKeyZoom;
      if (is_alt) {
        board_.push(tr("Resize plot '%1'").arg(plot.content().title),
                    withHeight(board_.board(), *index, plot.content().height / factor));
      } else {
        board_.zoomTime(&plot, 0.5, factor);
      }
      return true;
    }
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
      plot.zoomValues(event.key() == Qt::Key_PageUp ? 1 / kKeyZoom : kKeyZoom, 0.5);
      return true;
    case Qt::Key_1:
    case Qt::Key_2: {  // the arrows move this one; the second begins where the first one is
      const CursorTimes& cursors = board_.cursors();
      is_second_by_key_ = event.key() == Qt::Key_2;
      if (is_second_by_key_ && cursors.first && !cursors.second) {
        board_.moveCursor(true, *cursors.first);
      }
      return true;
    }
    case Qt::Key_T:
      board_.showCursorTable();
      return true;
    case Qt::Key_End:
      board_.clearCursors();
      board_.follow();
      return true;
    case Qt::Key_Z:
      board_.setFrozen(!board_.isFrozen());
      return true;
    case Qt::Key_Escape:
      board_.clearCursors();
      return true;
    case Qt::Key_Delete:
      if (board_.plots().size() > 1) {
        board_.push(tr("Remove plot '%1'").arg(plot.content().title),
                    withoutPlot(board_.board(), *index));
      }
      return true;
    default:
      return false;
  }
}

}  // namespace vle::ui
