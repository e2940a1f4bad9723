// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/board_gestures.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QContextMenuEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include "board/board_controller.h"
#include "board/board_menu.h"
#include "plot/matrix_plot.h"
#include "session/board.h"
#include "session/probe_mime.h"

namespace vle::ui {

namespace {

constexpr int kGrip = 5;               ///< pixels around a line or edge that is taken for it
constexpr double kWheelZoom = 1.2;     ///< of one notch
constexpr qint64 kOneScroll = 600;     ///< ms between notches of one act of scrolling
constexpr double kBetweenPlots = 0.2;  ///< share of a plot at whose ends a drop makes a new one

double shareOf(const PlotWidget& plot, const QPoint& at) {
  const QRect axes = plot.axesRect();
  return static_cast<double>(at.x() - axes.left()) / std::max(1, axes.width());
}

}  // namespace

BoardGestures::BoardGestures(BoardController& board, QScrollArea& area)
    : QObject(&board), board_(board), area_(area), keys_(board) {}

void BoardGestures::watch(QWidget& widget) {
  widget.setAcceptDrops(true);
  widget.installEventFilter(this);
}

PlotWidget* BoardGestures::plotAt(const QPoint& on_page) const {
  for (PlotWidget* plot : board_.plots()) {
    if (plot->geometry().contains(on_page)) return plot;
  }
  return nullptr;
}

bool BoardGestures::isAtEdge(const PlotWidget& plot, const QPoint& at) const {
  return at.y() >= plot.height() - kGrip;
}

/// First (false) or second (true) cursor under the mouse.
std::optional<bool> BoardGestures::cursorAt(const PlotWidget& plot, const QPoint& at) const {
  if (!plot.content().isOverTime() || !plot.axesRect().contains(at)) return std::nullopt;
  const TimeWindow& window = plot.timeWindow();
  const CursorTimes& cursors = board_.cursors();
  for (const bool is_second : {true, false}) {
    const auto t = is_second ? cursors.second : cursors.first;
    if (!t) continue;
    const double x = plot.axesRect().left() +
                     (*t - window.from) / (window.to - window.from) * plot.axesRect().width();
    if (std::abs(x - at.x()) <= kGrip) return is_second;
  }
  return std::nullopt;
}

bool BoardGestures::onPress(PlotWidget& plot, const QMouseEvent& event) {
  if (event.button() != Qt::LeftButton) return false;
  plot.setFocus(Qt::MouseFocusReason);
  pressed_ = last_ = event.pos();
  ++gesture_;
  if (isAtEdge(plot, event.pos())) {
    act_ = Act::Resize;
    height_ = plot.content().height;
    unit_ = plot.axesRect().height() / height_;
  } else if (const auto cursor = cursorAt(plot, event.pos())) {
    act_ = Act::Cursor;
    is_second_ = *cursor;
  } else if (event.pos().y() < plot.axesRect().top()) {
    act_ = Act::Move;
  } else {
    act_ = Act::Pressed;
  }
  return true;
}

void BoardGestures::pan(PlotWidget& plot, const QPoint& at, Qt::KeyboardModifiers modifiers) {
  const QRect axes = plot.axesRect();
  const TimeWindow window = plot.timeWindow();
  const double dx = static_cast<double>(at.x() - last_.x()) / std::max(1, axes.width());
  const double dy = static_cast<double>(at.y() - last_.y()) / std::max(1, axes.height());
  const bool one_axis = (modifiers & (Qt::ShiftModifier | Qt::ControlModifier)) != 0;
  if (!one_axis || modifiers.testFlag(Qt::ShiftModifier)) {
    board_.panTime(&plot, -dx * (window.to - window.from));
  }
  // Along the time axis a hand is never quite level: values move from a definite pull on.
  const bool is_steep = plot.hasOwnValues() || std::abs(at.y() - pressed_.y()) > axes.height() / 6;
  if (modifiers.testFlag(Qt::ControlModifier) || (!one_axis && is_steep)) plot.panValues(dy);
}

void BoardGestures::resizeTo(PlotWidget& plot, int y) {
  const auto index = board_.indexOf(&plot);
  if (!index) return;
  Board board = board_.board();
  const double height = height_ + (y - pressed_.y()) / std::max(unit_, 1.0);
  board_.push(tr("Resize plot '%1'").arg(plot.content().title),
              withHeight(std::move(board), *index, height),
              QStringLiteral("plot height %1").arg(gesture_));
}

void BoardGestures::moveTo(PlotWidget& plot, const QPoint& at) {
  PlotWidget* target = plotAt(plot.mapToParent(at));
  setTarget(target == &plot ? nullptr : target);
}

void BoardGestures::setTarget(PlotWidget* plot) {
  if (target_) target_->setDropTarget(false);
  target_ = plot;
  if (target_) target_->setDropTarget(true);
}

bool BoardGestures::onMove(PlotWidget& plot, const QMouseEvent& event) {
  const QPoint at = event.pos();
  const bool has_moved = (at - pressed_).manhattanLength() >= QApplication::startDragDistance();
  if (act_ == Act::Pressed && has_moved) act_ = Act::Pan;
  switch (act_) {
    case Act::Pan:
      pan(plot, at, event.modifiers());
      break;
    case Act::Cursor: {
      board_.placeCursor(&plot, std::clamp(shareOf(plot, at), 0.0, 1.0), is_second_);
      break;
    }
    case Act::Move:
      if (has_moved) moveTo(plot, at);
      break;
    case Act::Resize:
      resizeTo(plot, at.y());
      break;
    case Act::None:
    case Act::Pressed:
      break;
  }
  last_ = at;
  const bool is_inside = plot.axesRect().contains(at);
  board_.point(&plot, is_inside && act_ != Act::Pan ? shareOf(plot, at) : -1);
  plot.showPointer(at);
  if (act_ == Act::None) {
    const bool is_on_cursor = cursorAt(plot, at).has_value();
    plot.setCursor(isAtEdge(plot, at)               ? Qt::SizeVerCursor
                   : is_on_cursor                   ? Qt::SizeHorCursor
                   : at.y() < plot.axesRect().top() ? Qt::OpenHandCursor
                                                    : Qt::CrossCursor);
  }
  return true;
}

bool BoardGestures::onRelease(PlotWidget& plot, const QMouseEvent& event) {
  if (event.button() != Qt::LeftButton) return false;
  const Act act = std::exchange(act_, Act::None);
  const auto* heat = qobject_cast<const MatrixPlot*>(&plot);
  if (act == Act::Pressed && heat != nullptr) {
    if (const auto cell = heat->cellAt(event.pos())) {
      board_.look(cell->projection.toStdString(), cell->upper, cell->lower);
    }
  } else if (act == Act::Pressed && plot.axesRect().contains(event.pos())) {
    board_.placeCursor(&plot, shareOf(plot, event.pos()),
                       event.modifiers().testFlag(Qt::ShiftModifier));
  }
  if (act == Act::Move && target_) {
    const auto from = board_.indexOf(&plot), to = board_.indexOf(target_);
    const QString title = plot.content().title;
    setTarget(nullptr);
    if (from && to)
      board_.push(tr("Move plot '%1'").arg(title), withPlotMoved(board_.board(), *from, *to));
  }
  return true;
}

/// Over titles and gaps the wheel scrolls a long board, and goes on to when a plot comes under it.
bool BoardGestures::scroll(QWheelEvent& event) {
  QScrollBar* bar = area_.verticalScrollBar();
  if (bar->maximum() == 0) return false;
  scrolled_.start();
  QCoreApplication::sendEvent(bar, &event);
  return true;
}

bool BoardGestures::onWheel(PlotWidget& plot, QWheelEvent& event) {
  const QPoint at = event.position().toPoint();
  const QRect axes = plot.axesRect();
  const bool is_over_values = at.x() < axes.left() && at.y() >= axes.top();
  const bool is_over_times = at.y() > axes.bottom();
  const bool is_scrolling = scrolled_.elapsed() < kOneScroll;
  if (at.y() < axes.top() || is_scrolling) return scroll(event);
  const QPoint turned = event.angleDelta();
  const int notches = turned.y() != 0 ? turned.y() : turned.x();
  const double factor = std::pow(kWheelZoom, -notches / 120.0);
  const bool only_time = event.modifiers().testFlag(Qt::ShiftModifier) || is_over_times;
  const bool only_values = event.modifiers().testFlag(Qt::ControlModifier) || is_over_values;
  if (!only_values) board_.zoomTime(&plot, std::clamp(shareOf(plot, at), 0.0, 1.0), factor);
  if (!only_time) {
    const double share = static_cast<double>(at.y() - axes.top()) / std::max(1, axes.height());
    plot.zoomValues(factor, std::clamp(share, 0.0, 1.0));
  }
  return true;
}

bool BoardGestures::onDrop(QWidget& widget, const QDropEvent& event) {
  const QString probe = QString::fromStdString(probeOf(*event.mimeData()));
  setTarget(nullptr);
  if (probe.isEmpty()) return false;
  auto* plot = qobject_cast<PlotWidget*>(&widget);
  const auto index = plot != nullptr ? board_.indexOf(plot) : std::nullopt;
  if (!index) {
    board_.addProbe(probe);
    return true;
  }
  // Between two plots: a plot of its own there.
  const double share = event.position().y() / std::max(1, plot->height());
  if (share < kBetweenPlots || share > 1 - kBetweenPlots) {
    const std::size_t at = share < 0.5 ? *index : *index + 1;
    board_.push(tr("Plot %1").arg(probe),
                withPlot(board_.board(), at,
                         plotOf(board_.document().project().network, probe.toStdString())));
  } else {
    board_.addProbe(probe, static_cast<int>(*index));
  }
  return true;
}

bool BoardGestures::eventFilter(QObject* watched, QEvent* event) {
  auto* widget = static_cast<QWidget*>(watched);
  auto* plot = qobject_cast<PlotWidget*>(watched);
  const auto is_probe = [](const QDropEvent& drop) { return !probeOf(*drop.mimeData()).empty(); };
  switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove: {
      auto* drag = static_cast<QDragMoveEvent*>(event);
      if (!is_probe(*drag)) return false;
      drag->acceptProposedAction();
      setTarget(plot);
      return true;
    }
    case QEvent::DragLeave:
      setTarget(nullptr);
      return false;
    case QEvent::Drop: {
      auto* drop = static_cast<QDropEvent*>(event);
      if (!is_probe(*drop)) return false;
      drop->acceptProposedAction();
      return onDrop(*widget, *drop);
    }
    default:
      break;
  }
  if (plot == nullptr) {
    return event->type() == QEvent::Wheel && scroll(*static_cast<QWheelEvent*>(event));
  }
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      return onPress(*plot, *static_cast<QMouseEvent*>(event));
    case QEvent::MouseMove:
      return onMove(*plot, *static_cast<QMouseEvent*>(event));
    case QEvent::MouseButtonRelease:
      return onRelease(*plot, *static_cast<QMouseEvent*>(event));
    case QEvent::MouseButtonDblClick:
      act_ = Act::None;
      board_.clearCursors();
      board_.follow();
      return true;
    case QEvent::Leave:
      board_.point(nullptr, -1);
      plot->showPointer(std::nullopt);
      return false;
    case QEvent::Wheel:
      return onWheel(*plot, *static_cast<QWheelEvent*>(event));
    case QEvent::KeyPress:
      return keys_.press(*plot, *static_cast<QKeyEvent*>(event));
    case QEvent::ContextMenu:
      act_ = Act::None;
      showPlotMenu(board_, *plot, static_cast<QContextMenuEvent*>(event)->globalPos());
      return true;
    default:
      return false;
  }
}

}  // namespace vle::ui
