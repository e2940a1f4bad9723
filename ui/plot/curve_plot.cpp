// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/curve_plot.h"

#include <algorithm>
#include <cmath>

#include <qcustomplot.h>

#include "plot/axis_style.h"
#include "plot/dashes.h"

namespace vle::ui {

namespace {

constexpr double kSameStep = 1e-12;  ///< relative: times are multiples of one step

}  // namespace

CurvePlot::CurvePlot(const Theme& theme, QString x_unit, bool is_from_zero, QWidget* parent)
    : AxesPlot(theme, parent), x_unit_(std::move(x_unit)), is_from_zero_(is_from_zero) {
  restyle();
}

void CurvePlot::contentChanged(bool is_other) {
  if (is_other) restart();
}

void CurvePlot::restart() {
  x_range_.reset(false);
  forgetRange();
  forgetOwnValues();
  list_ = {};
  lines_.clear();
  axes().clearPlottables();
  curves_.clear();
}

int CurvePlot::neededLeftMargin() const {
  return widestLabel(*axes().yAxis) + axes().yAxis->tickLabelPadding() + 2 * halfLine(font()) + 6;
}

std::vector<std::pair<std::size_t, std::size_t>> CurvePlot::sameTimes(
    const std::vector<Sample>& a, const std::vector<Sample>& b) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (std::abs(a[i].t - b[j].t) <= kSameStep * std::abs(a[i].t)) {
      pairs.emplace_back(i++, j++);
    } else {
      ++(a[i].t < b[j].t ? i : j);
    }
  }
  return pairs;
}

std::vector<Sample> CurvePlot::valuesOf(const TraceStore& traces, const DrawnTrace& trace) const {
  std::vector<Sample> samples =
      traces.samples(trace.variant, trace.channel, window_.from, window_.to);
  if (!content_.minus) return samples;
  const auto other = traces.samples(*content_.minus, trace.channel, window_.from, window_.to);
  std::vector<Sample> differences;
  for (const auto& [own, theirs] : sameTimes(samples, other)) {
    differences.push_back(samples[own]);
    differences.back().value -= other[theirs].value;
  }
  return differences;
}

void CurvePlot::refresh(const PlotSource& source, const TimeWindow& window, double now) {
  window_ = window;
  list_ = tracesOf(content_, source.traces, theme_);
  lines_ = collect(source.traces);
  draw(now);
}

/// Dashes as in plots over time: the second probe is told from the first.
Curve CurvePlot::dashed(const Line& line) const {
  const Extent x = horizontalLimits(), y = valueLimits();
  const double scale = penScale(font());
  Dasher dasher;
  return dasher.cut({line.x, line.y}, dashPattern(line.style.dash),
                    axes().axisRect()->width() / (x.hi - x.lo) / scale,
                    axes().axisRect()->height() / (y.hi - y.lo) / scale);
}

void CurvePlot::draw(double now) {
  QCustomPlot& plot = axes();
  std::vector<double> xs, ys, none;
  for (const Line& line : lines_) {
    xs.insert(xs.end(), line.x.begin(), line.x.end());
    ys.insert(ys.end(), line.y.begin(), line.y.end());
  }
  if (const auto extent = extentOf(xs, none)) {
    x_range_.follow(is_from_zero_ ? Extent{0, extent->hi} : *extent, now);
  }
  if (const auto extent = extentOf(ys, none)) {
    followRange(is_from_zero_ && !content_.is_log ? Extent{0, extent->hi} : *extent, now);
  }
  if (curves_.size() != lines_.size()) {
    plot.clearPlottables();
    curves_.clear();
    while (curves_.size() < lines_.size()) {
      curves_.push_back(new QCPCurve(plot.xAxis, plot.yAxis));
      curves_.back()->removeFromLegend();
    }
  }
  for (std::size_t k = 0; k < lines_.size(); ++k) {
    const Line& line = lines_[k];
    curves_[k]->setPen(
        QPen(line.style.color, penScale(font()) * line.style.width, Qt::SolidLine, Qt::FlatCap));
    const Curve cut = dashed(line);
    QVector<QCPCurveData> points;
    points.reserve(static_cast<qsizetype>(cut.t.size()));
    for (std::size_t i = 0; i < cut.t.size(); ++i) {
      points.append(QCPCurveData(static_cast<double>(i), cut.t[i], cut.y[i]));
    }
    curves_[k]->data()->set(points, true);
  }
  const Extent x = horizontalLimits(), y = valueLimits();
  plot.xAxis->setRange(x.lo, x.hi);
  plot.yAxis->setRange(y.lo, y.hi);
  plot.xAxis->setTickLabels(true);
  setValueTicks(*plot.xAxis, x, false, plot.axisRect()->width() / 3, x_unit_);
  setValueTicks(*plot.yAxis, y, content_.is_log, plot.axisRect()->height());
  showNotice();
  update(titleArea());
}

std::pair<double, double> CurvePlot::valuesAt(const QPoint& at) const {
  const QPoint inside = at - QPoint(0, headHeight());
  const double y = axes().yAxis->pixelToCoord(inside.y());
  return {axes().xAxis->pixelToCoord(inside.x()), content_.is_log ? std::pow(10, y) : y};
}

QString CurvePlot::notice() const {
  if (content_.probes.empty()) return tr("nothing to plot: no such probe");
  for (const Line& line : lines_) {
    if (!line.x.empty()) return {};
  }
  if (content_.variants.empty()) return tr("all variants are hidden");
  return tr("waiting for data");
}

}  // namespace vle::ui
