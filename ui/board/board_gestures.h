// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Hands on the board. Over the axes: pointing, cursors, zoom and pan. On the title: moving the
// plot; at its lower edge: its height. Probes that are dropped, and the menu; keys are the business
// of BoardKeys. It decides what is meant and asks the BoardController to do it. GUI thread.
#pragma once

#include <optional>

#include <QObject>
#include <QPoint>
#include <QPointer>

#include "board/board_keys.h"
#include "session/tempo_timer.h"

class QDragMoveEvent;
class QDropEvent;
class QMouseEvent;
class QScrollArea;
class QWheelEvent;

namespace vle::ui {

class BoardController;
class PlotWidget;

class BoardGestures : public QObject {
  Q_OBJECT

 public:
  /// @param area  in which the plots scroll
  BoardGestures(BoardController& board, QScrollArea& area);

  /// Listens to a plot, or to the page around the plots.
  void watch(QWidget& widget);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  enum class Act { None, Pressed, Pan, Cursor, Move, Resize };

  bool onPress(PlotWidget& plot, const QMouseEvent& event);
  bool onMove(PlotWidget& plot, const QMouseEvent& event);
  bool onRelease(PlotWidget& plot, const QMouseEvent& event);
  bool onWheel(PlotWidget& plot, QWheelEvent& event);
  bool scroll(QWheelEvent& event);
  bool onDrop(QWidget& widget, const QDropEvent& event);
  void pan(PlotWidget& plot, const QPoint& at, Qt::KeyboardModifiers modifiers);
  void resizeTo(PlotWidget& plot, int y);
  void moveTo(PlotWidget& plot, const QPoint& at);
  [[nodiscard]] PlotWidget* plotAt(const QPoint& on_page) const;
  [[nodiscard]] std::optional<bool> cursorAt(const PlotWidget& plot, const QPoint& at) const;
  [[nodiscard]] bool isAtEdge(const PlotWidget& plot, const QPoint& at) const;
  void setTarget(PlotWidget* plot);

  BoardController& board_;
  QScrollArea& area_;
  BoardKeys keys_;
  Act act_ = Act::None;
  QPoint pressed_, last_;
  double height_ = 1;       // when resizing began
  double unit_ = 1;         // pixels for a height of 1 then
  bool is_second_ = false;  // of the cursor that is dragged
  std::uint64_t gesture_ = 0;
  Since scrolled_;  // since the wheel scrolled the board last
  QPointer<PlotWidget> target_;
};

}  // namespace vle::ui
