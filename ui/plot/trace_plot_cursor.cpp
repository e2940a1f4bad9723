// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Measuring in a plot over time: lines, readout, the value axis by hand, marks of changes.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <qcustomplot.h>

#include "number_text.h"
#include "plot/tick_text.h"
#include "plot/trace_plot.h"

namespace vle::ui {

namespace {

/// The colour of a curve as one of a text: pale ones move towards the colour of texts.
QColor legible(const QColor& color, const Theme& theme) {
  const auto light = [](const QColor& c) {  // relative luminance of WCAG 2
    const auto linear = [](float x) {
      return x <= 0.04045F ? x / 12.92F : std::pow((x + 0.055F) / 1.055F, 2.4F);
    };
    return 0.2126F * linear(c.redF()) + 0.7152F * linear(c.greenF()) + 0.0722F * linear(c.blueF());
  };
  constexpr float kContrast = 4.5F;
  QColor result = color;
  for (int step = 1; step <= 10; ++step) {
    const auto [low, high] = std::minmax({light(result), light(theme.panel)});
    if ((high + 0.05F) / (low + 0.05F) >= kContrast) break;
    result = mixed(color, theme.text, 0.1 * step);
  }
  return result;
}

constexpr const char* kCursorLayer = "cursor";
constexpr std::ptrdiff_t kMostMarks = 64;  ///< in one window; more would be a grey area

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
  const bool measures = cursors_.first && cursors_.second && !cursors_.pointer;
  const std::optional<double> at = cursors_.pointer ? cursors_.pointer : cursors_.first;
  if (!at || (*at < window_.from || *at > window_.to)) return setReadings({});
  if (is_time_read_) readings.push_back({momentText(*at), theme_.text});
  const bool is_labelled = list_.legend.size() > 1 && list_.probe_labels.size() > 1;
  QString label;
  // What is compared with comes last, as in the legend: where the room ends it is cut first.
  std::vector<std::size_t> entries(list_.probe_labels.size());
  std::iota(entries.begin(), entries.end(), 0U);
  std::ranges::stable_partition(
      entries, [this](std::size_t entry) { return !isShared(content_.probes[entry].role); });
  const auto valueOf = [&](std::size_t trace, double t) {
    const auto sample = sampleAt(traces, trace, t);
    return sample ? sample->value : std::numeric_limits<double>::quiet_NaN();
  };
  for (const std::size_t entry : entries) {
    for (std::size_t k = 0; k < shown_.size(); ++k) {
      const DrawnTrace& trace = list_.traces[k];
      if (trace.entry != entry) continue;
      if (is_labelled && list_.probe_labels[entry] != label) {
        label = list_.probe_labels[entry];
        readings.push_back({label, theme_.dim});
      }
      QString text = numberText(valueOf(k, *at), 3);
      if (measures) {
        const double first = valueOf(k, *cursors_.first), second = valueOf(k, *cursors_.second);
        text = tr("%1 → %2  Δ %3")
                   .arg(numberText(first, 3), numberText(second, 3), numberText(second - first, 3));
      }
      readings.push_back({.text = text,
                          .color = legible(trace.style.color, theme_),
                          .is_value = true,
                          .is_minor = !trace.is_front});
    }
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

void TracePlot::updateMarks(const std::vector<Mark>* marks) {
  std::vector<double> times;
  if (marks != nullptr) {
    for (const Mark& mark : *marks) {
      if (mark.t >= window_.from && mark.t <= window_.to) times.push_back(mark.t);
    }
  }
  if (std::ssize(times) > kMostMarks) times.erase(times.begin(), times.end() - kMostMarks);
  while (mark_lines_.size() > times.size()) {
    plot_->removeItem(mark_lines_.back());
    mark_lines_.pop_back();
  }
  while (mark_lines_.size() < times.size()) {
    auto* line = new QCPItemLine(plot_);
    line->setLayer("grid");
    line->start->setTypeX(QCPItemPosition::ptPlotCoords);
    line->end->setTypeX(QCPItemPosition::ptPlotCoords);
    line->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->setAntialiased(false);
    mark_lines_.push_back(line);
  }
  for (std::size_t k = 0; k < times.size(); ++k) {
    mark_lines_[k]->setPen(QPen(mixed(theme_.accent, theme_.panel, 0.4), 1, Qt::DotLine));
    mark_lines_[k]->start->setCoords(times[k], 0);
    mark_lines_[k]->end->setCoords(times[k], 1);
  }
}

}  // namespace vle::ui
