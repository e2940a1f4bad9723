// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Measuring on the board: crosshair, cursors, zoom, pan, freezing, triggering.
#include <algorithm>
#include <cmath>

#include "lab/board.h"
#include "number_text.h"
#include "plot/board_tools.h"
#include "plot/plot_board.h"
#include "plot/tick_text.h"
#include "plot/trace_plot.h"

namespace vle::ui {

const TraceStore& PlotBoard::traces() const { return frozen_ ? frozen_->traces : lab_.traces(); }

PlotSource PlotBoard::source() const {
  if (frozen_) return {frozen_->traces, &frozen_->live, &frozen_->marks};
  return {lab_.traces(), &lab_.live(), &lab_.marks()};
}

TimeWindow PlotBoard::windowOf(const BoardPlot& plot) const {
  return view_.window(plot.content().is_slow, plot.content().window);
}

void PlotBoard::showCursors() {
  CursorTimes shown = cursors_;
  if (pointed_ && pointed_share_ >= 0) {
    const TimeWindow window = windowOf(*pointed_);
    shown.pointer = window.from + pointed_share_ * (window.to - window.from);
  }
  const PlotSource drawn_from = source();
  for (BoardPlot* plot : plots_) plot->showCursors(drawn_from, shown, plot == pointed_);
}

void PlotBoard::point(BoardPlot* plot, double share) {
  const bool is_timed = plot != nullptr && plot->content().isOverTime();
  pointed_ = is_timed ? plot : nullptr;
  pointed_share_ = is_timed && share >= 0 && share <= 1 ? share : -1;
  showCursors();
}

double PlotBoard::nearestSample(const BoardPlot& plot, double t) const {
  const auto* trace_plot = qobject_cast<const TracePlot*>(&plot);
  if (trace_plot == nullptr) return t;
  for (std::size_t k = 0; k < trace_plot->list().traces.size(); ++k) {
    if (!trace_plot->list().traces[k].is_front) continue;
    if (const auto sample = trace_plot->sampleAt(traces(), k, t)) return sample->t;
  }
  return t;
}

void PlotBoard::placeCursor(BoardPlot* plot, double share, bool is_second) {
  if (!plot->content().isOverTime()) return;
  // A picture that moves would carry the cursor away before it is read.
  const TimeWindow window = windowOf(*plot);
  if (!plot->content().is_slow && lab_.status().is_running) setFrozen(true);
  const double t = nearestSample(*plot, window.from + share * (window.to - window.from));
  moveCursor(is_second, t);
}

void PlotBoard::moveCursor(bool is_second, double t) {
  (is_second ? cursors_.second : cursors_.first) = std::max(t, 0.0);
  showCursors();
  emit cursorsChanged();
}

void PlotBoard::clearCursors() {
  cursors_ = {};
  showCursors();
  emit cursorsChanged();
}

QString PlotBoard::cursorText() const {
  if (!cursors_.first && !cursors_.second) return {};
  QStringList parts;
  if (cursors_.first) parts << tr("t₁ %1").arg(momentText(*cursors_.first));
  if (cursors_.second) parts << tr("t₂ %1").arg(momentText(*cursors_.second));
  if (cursors_.first && cursors_.second) {
    const double between = *cursors_.second - *cursors_.first;
    parts << tr("Δt %1").arg(momentText(between));
    if (between != 0) parts << tr("1/Δt %1 Hz").arg(numberText(1000 / std::abs(between), 4));
  }
  return parts.join(QStringLiteral("   "));
}

void PlotBoard::zoomTime(BoardPlot* plot, double share, double factor) {
  if (!plot->content().isOverTime()) return;
  const TimeWindow window = windowOf(*plot);
  const bool is_slow = plot->content().is_slow;
  if (view_.isFollowing(is_slow)) view_.show(is_slow, window);
  view_.zoom(is_slow, window.from + share * (window.to - window.from), factor);
  announce();
  outdate();
}

void PlotBoard::panTime(BoardPlot* plot, double ms) {
  if (!plot->content().isOverTime()) return;
  view_.pan(plot->content().is_slow, ms);
  announce();
  outdate();
}

void PlotBoard::setSync(TimeView::Sync sync) {
  view_.setSync(sync);
  follow();
}

void PlotBoard::setWindowLength(double length) {
  length_ = length;
  rebuild();
  follow();
}

void PlotBoard::setFrozen(bool frozen) {
  if (frozen == isFrozen()) return;
  if (frozen) {
    frozen_ = Frozen{lab_.traces(), lab_.live(), lab_.marks()};
    view_.hold();
  } else {
    frozen_.reset();
    view_.follow();
    view_.advance(lab_.status().t, lab_.status().is_running, now(), newestEdge());
  }
  announce();
  outdate();
  emit statusChanged();
}

void PlotBoard::follow() {
  setFrozen(false);
  view_.follow();
  view_.advance(lab_.status().t, lab_.status().is_running, now(), newestEdge());
  for (BoardPlot* plot : plots_) plot->followValues();
  announce();
  outdate();
}

double PlotBoard::newestEdge() const {
  if (view_.live().sync() != TimeView::Sync::Edge) return -1;
  for (const BoardPlot* plot : plots_) {
    const auto* trace_plot = qobject_cast<const TracePlot*>(plot);
    if (trace_plot == nullptr || plot->content().is_slow) continue;
    for (const DrawnTrace& trace : trace_plot->list().traces) {
      if (!trace.is_front) continue;
      const double length = view_.live().length();
      const double t = lab_.status().t;
      const auto samples = lab_.traces().samples(trace.variant, trace.channel, t - 2 * length, t);
      if (samples.empty()) return -1;
      const auto [low, high] = std::ranges::minmax(samples, {}, &Sample::value);
      const double level = (low.value + high.value) / 2;
      const double latest = t - (1 - TimeView::kEdgePlace) * length;
      for (std::size_t k = samples.size() - 1; k > 0; --k) {
        const bool rises = samples[k - 1].value < level && samples[k].value >= level;
        if (rises && samples[k].t <= latest) return samples[k].t;
      }
      return -1;
    }
  }
  return -1;
}

}  // namespace vle::ui
