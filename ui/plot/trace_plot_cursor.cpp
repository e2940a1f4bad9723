// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Measuring in a plot over time: lines, readout, the value axis by hand, marks of changes.
#include <algorithm>
#include <cmath>
#include <limits>

#include <qcustomplot.h>

#include "plot/axis_style.h"
#include "plot/tick_text.h"
#include "plot/trace_plot.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr std::ptrdiff_t kMostMarks = 64;  ///< in one window; more would be a grey area
constexpr double kMarkGrip = 4;            ///< pixels around a mark that are taken for it
constexpr double kTip = 7;                 ///< size of the triangle on top of a mark
constexpr double kLeastText = 24;          ///< pixels; a shorter piece of a sentence says nothing

}  // namespace

std::optional<Sample> TracePlot::sampleAt(const TraceStore& traces, std::size_t trace,
                                          double t) const {
  const DrawnTrace& drawn = list_.traces[trace];
  std::optional<Sample> sample = traces.sample(drawn.variant, drawn.channel, t);
  if (!sample || content_.minus.empty()) return sample;
  const auto other = traces.sample(content_.minus, drawn.channel, t);
  if (!other || other->t != sample->t) return std::nullopt;
  sample->value -= other->value;
  sample->low = sample->high = sample->value;
  return sample;
}

void TracePlot::placeLine(QCPItemLine& line, std::optional<double> t) {
  const bool is_seen = t && *t >= window_.from && *t <= window_.to;
  line.setVisible(is_seen);
  if (!is_seen) return;
  const double share = (*t - window_.from) / (window_.to - window_.from);
  line.start->setCoords(share, 0);
  line.end->setCoords(share, 1);
}

std::optional<double> TracePlot::pointerLine() const {
  if (!lines_[0]->visible()) return std::nullopt;
  return lines_[0]->start->coords().x();
}

void TracePlot::showCursors(const PlotSource& source, const CursorTimes& cursors, bool with_time) {
  const bool was_seen = std::ranges::any_of(lines_, [](auto* line) { return line->visible(); });
  cursors_ = cursors;
  is_time_read_ = with_time;
  placeLine(*lines_[0], cursors.pointer);
  placeLine(*lines_[1], cursors.first);
  placeLine(*lines_[2], cursors.second);
  updateReadings(source.traces);
  const bool is_seen = std::ranges::any_of(lines_, [](auto* line) { return line->visible(); });
  if (was_seen || is_seen) plot_->layer(kCursorLayer)->replot();
}

void TracePlot::updateReadings(const TraceStore& traces) {
  std::vector<Reading> readings;
  // Between two cursors it is the difference one is after, wherever the mouse rests.
  const bool measures = cursors_.first && cursors_.second;
  const std::optional<double> at = cursors_.pointer ? cursors_.pointer : cursors_.first;
  const bool is_seen = at && *at >= window_.from && *at <= window_.to;
  if (!at || (!is_seen && !measures)) return setReadings({});
  if (const Mark* mark = pointedMark()) {
    readings.push_back({.text = mark->text, .color = theme_.text, .is_note = true});
  }
  if (is_time_read_ && !measures) readings.push_back({momentText(*at), theme_.text});
  const bool is_labelled = list_.legend.size() > 1 && list_.probe_labels.size() > 1;
  QString label;
  const auto value_of = [&](std::size_t trace, double t) {
    const auto sample = sampleAt(traces, trace, t);
    return sample ? sample->value : std::numeric_limits<double>::quiet_NaN();
  };
  // As in the legend: where the room ends, what is compared with is cut first.
  for (const std::size_t k : list_.readingOrder(content_)) {
    const DrawnTrace& trace = list_.traces[k];
    if (is_labelled && list_.probe_labels[trace.entry] != label) {
      label = list_.probe_labels[trace.entry];
      readings.push_back({label, theme_.dim});
    }
    QString text = numberText(value_of(k, *at), 3);
    if (measures) {
      const double first = value_of(k, *cursors_.first), second = value_of(k, *cursors_.second);
      text = tr("Δ %1").arg(numberText(second - first, 3));
    }
    readings.push_back({.text = text,
                        .color = legible(trace.style.color, theme_),
                        .is_value = true,
                        .is_minor = !trace.is_front});
  }
  setReadings(std::move(readings));
}

Extent TracePlot::valueLimits() const {
  if (manual_) return *manual_;
  if (content_.limits) return {content_.limits->lo, content_.limits->hi};
  return {range_.lower(), range_.upper()};
}

void TracePlot::zoomValues(double factor, double share) {
  const Extent now = valueLimits();
  const double about = now.hi - share * (now.hi - now.lo);
  const Extent next{about - (about - now.lo) * factor, about + (now.hi - about) * factor};
  const double size = std::max(std::abs(next.lo), std::abs(next.hi));
  if (!areLimits({next.lo, next.hi}) || next.hi - next.lo < 1e-12 * size) return;
  manual_ = next;
  emit outdated();
}

void TracePlot::panValues(double share) {
  const Extent now = valueLimits();
  const double by = share * (now.hi - now.lo);
  if (!areLimits({now.lo + by, now.hi + by})) return;
  manual_ = Extent{now.lo + by, now.hi + by};
  emit outdated();
}

void TracePlot::followValues() {
  if (!manual_) return;
  manual_.reset();
  range_.reset(content_.is_log);
  emit outdated();
}

const Mark* TracePlot::pointedMark() const {
  if (!cursors_.pointer || !is_time_read_) return nullptr;
  const double scale = axesRect().width() / (window_.to - window_.from);
  const auto distance = [&](const Mark& mark) {
    return std::abs(mark.t - *cursors_.pointer) * scale;
  };
  const auto nearest = std::ranges::min_element(marks_, {}, distance);
  return nearest == marks_.end() || distance(*nearest) > kMarkGrip ? nullptr : &*nearest;
}

/// On paper nobody can point at a mark: its text stands beside it as far as there is room.
void TracePlot::paintMarkTexts(QCPPainter& painter) const {
  const QRectF axes = QRectF(axesRect()).translated(0, -headHeight());
  const QFontMetricsF metrics(smallFont(font()));
  const double scale = axes.width() / (window_.to - window_.from);
  painter.save();
  painter.setFont(smallFont(font()));
  painter.setPen(theme_.dim);
  for (std::size_t k = 0; k < marks_.size(); ++k) {
    const double end = k + 1 < marks_.size() ? marks_[k + 1].t : window_.to;
    const double x = axes.left() + (marks_[k].t - window_.from) * scale + kTip;
    const double room = axes.left() + (end - window_.from) * scale - x;
    if (room < kLeastText) continue;
    painter.drawText(QRectF(x, axes.top() + 1, room, metrics.height()), Qt::AlignVCenter,
                     metrics.elidedText(marks_[k].text, Qt::ElideRight, room));
  }
  painter.restore();
}

void TracePlot::updateMarks(const std::vector<Mark>* marks) {
  marks_.clear();
  if (marks != nullptr) {
    for (const Mark& mark : *marks) {
      if (mark.t >= window_.from && mark.t <= window_.to) marks_.push_back(mark);
    }
  }
  if (std::ssize(marks_) > kMostMarks) marks_.erase(marks_.begin(), marks_.end() - kMostMarks);
  while (mark_lines_.size() > marks_.size()) {
    plot_->removeItem(mark_lines_.back());
    mark_lines_.pop_back();
  }
  while (mark_lines_.size() < marks_.size()) {
    auto* line = new QCPItemLine(plot_);
    line->setLayer("grid");
    line->start->setTypeX(QCPItemPosition::ptPlotCoords);
    line->end->setTypeX(QCPItemPosition::ptPlotCoords);
    line->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->setAntialiased(false);
    mark_lines_.push_back(line);
  }
  const QColor color = mixed(theme_.accent, theme_.panel, 0.4);
  const double top = 1 - kTip / 2 / std::max(1, plot_->axisRect()->height());
  QVector<QCPGraphData> tips;
  for (std::size_t k = 0; k < marks_.size(); ++k) {
    mark_lines_[k]->setPen(QPen(color, 1, Qt::DotLine));
    mark_lines_[k]->start->setCoords(marks_[k].t, 0);
    mark_lines_[k]->end->setCoords(marks_[k].t, 1);
    tips.append(QCPGraphData(marks_[k].t, top));
  }
  if (!mark_tips_) {  // new, or gone with the graphs of another list
    if (tips.isEmpty()) return;
    mark_tips_ = plot_->addGraph(plot_->xAxis, plot_->yAxis2);
    mark_tips_->setLayer("overlay");
    mark_tips_->setLineStyle(QCPGraph::lsNone);
  }
  plot_->yAxis2->setRange(0, 1);  // restyling gives it that of the other side
  mark_tips_->setScatterStyle(
      QCPScatterStyle(QCPScatterStyle::ssTriangleInverted, color, color, kTip * penScale(font())));
  mark_tips_->data()->set(tips, true);
}

}  // namespace vle::ui
