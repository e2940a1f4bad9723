// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happens above a plot's axes and under the mouse: title row, cursor, readout.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <QHelpEvent>
#include <QMouseEvent>
#include <qcustomplot.h>

#include "number_text.h"
#include "plot/trace_plot.h"

namespace vle::ui {

namespace {

/// The value nearest in time; NaN beyond the ends.
double valueAt(const Curve& curve, double t, double slack) {
  if (curve.t.empty() || t < curve.t.front() - slack || t > curve.t.back() + slack) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  auto at = static_cast<std::size_t>(std::ranges::lower_bound(curve.t, t) - curve.t.begin());
  at = std::min(at, curve.t.size() - 1);
  if (at > 0 && t - curve.t[at - 1] < curve.t[at] - t) --at;
  return curve.y[at];
}

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

}  // namespace

void TracePlot::showCursor(std::optional<double> share, bool with_time) {
  if (share == cursor_ && with_time == is_time_read_) return;
  cursor_ = share;
  is_time_read_ = with_time;
  cursor_line_->setVisible(share.has_value());
  if (share) {
    cursor_line_->start->setCoords(*share, 0);
    cursor_line_->end->setCoords(*share, 1);
  }
  updateReadings();
  plot_->layer(kCursorLayer)->replot();
}

void TracePlot::updateReadings() {
  readings_.clear();
  update(titleArea());
  if (!cursor_) return;
  const double length = window_.to - window_.from;
  const double t = window_.from + *cursor_ * length;
  if (is_time_read_) readings_.push_back({timeText(t), theme_.text});
  const double slack = 2 * length / std::max(1, plot_->axisRect()->width());
  const bool is_labelled = list_.legend.size() > 1 && list_.probe_labels.size() > 1;
  QString label;
  // What is compared with comes last, as in the legend: where the room ends it is cut first.
  std::vector<std::size_t> entries(list_.probe_labels.size());
  std::iota(entries.begin(), entries.end(), 0U);
  std::ranges::stable_partition(
      entries, [this](std::size_t entry) { return !isShared(content_.probes[entry].role); });
  for (const std::size_t entry : entries) {
    for (std::size_t k = 0; k < shown_.size(); ++k) {
      const DrawnTrace& trace = list_.traces[k];
      if (trace.entry != entry) continue;
      if (is_labelled && list_.probe_labels[entry] != label) {
        label = list_.probe_labels[entry];
        readings_.push_back({label, theme_.dim});
      }
      readings_.push_back({.text = numberText(valueAt(shown_[k].curve, t, slack), 3),
                           .color = legible(trace.style.color, theme_),
                           .is_value = true,
                           .is_minor = !trace.is_front});
    }
  }
}

TitleRow TracePlot::titleRow() const {
  const bool says_log = content_.title.contains("log", Qt::CaseInsensitive);
  return {
      .title = content_.is_log && !says_log ? tr("%1 (log)").arg(content_.title) : content_.title,
      .legend = list_.legend,
      .omitted = list_.omitted,
      .readings = readings_};
}

QRect TracePlot::titleArea() const {
  return {left_margin_, 0, std::max(1, width() - left_margin_ - kRightMargin), titleHeight(font())};
}

bool TracePlot::event(QEvent* event) {
  // Over the axes the readout tells more than a tooltip, which would only cover it.
  if (event->type() == QEvent::ToolTip) {
    if (!titleArea().contains(static_cast<QHelpEvent*>(event)->pos())) return true;
  }
  if (event->type() == QEvent::FontChange) restyle();
  return QWidget::event(event);
}

bool TracePlot::eventFilter(QObject* watched, QEvent* event) {
  if (watched == plot_ && event->type() == QEvent::MouseMove) {
    const QRect axes = plot_->axisRect()->rect();
    const QPointF at = static_cast<QMouseEvent*>(event)->position();
    emit pointed(axes.contains(at.toPoint()) ? (at.x() - axes.left()) / axes.width() : -1);
  }
  if (watched == plot_ && event->type() == QEvent::Leave) emit pointed(-1);
  return QWidget::eventFilter(watched, event);
}

}  // namespace vle::ui
