// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/board_keys.h"

#include <QKeyEvent>

#include "board/board_controller.h"
#include "board/cursor_table.h"

namespace vle::ui {

namespace {

constexpr double kKeyZoom = 1.2;  ///< of one stroke
constexpr double kKeyPan = 0.1;   ///< share of the window

}  // namespace

bool BoardKeys::press(PlotWidget& plot, const QKeyEvent& event) {
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
        board_.stepCursor(&plot, is_second_ && board_.cursors().second, sign);
      return true;
    }
    case Qt::Key_Up:
    case Qt::Key_Down: {
      const std::size_t to = event.key() == Qt::Key_Up ? *index - 1 : *index + 1;
      if (!is_alt || to >= board_.plots().size()) return false;
      board_.push(QObject::tr("Move plot '%1'").arg(plot.content().title),
                  withPlotMoved(board_.board(), *index, to));
      board_.plots()[to]->setFocus();
      return true;
    }
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus: {
      const double factor = event.key() == Qt::Key_Minus ? kKeyZoom : 1 / kKeyZoom;
      if (is_alt) {
        board_.push(QObject::tr("Resize plot '%1'").arg(plot.content().title),
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
      is_second_ = event.key() == Qt::Key_2;
      if (is_second_ && cursors.first && !cursors.second) {
        board_.moveCursor(true, *cursors.first);
      }
      return true;
    }
    case Qt::Key_T:
      showCursorTable(board_);
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
        board_.push(QObject::tr("Remove plot '%1'").arg(plot.content().title),
                    withoutPlot(board_.board(), *index));
      }
      return true;
    default:
      return false;
  }
}

}  // namespace vle::ui
