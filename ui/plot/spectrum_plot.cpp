// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/spectrum_plot.h"

#include <algorithm>
#include <cmath>

#include "plot/axis_style.h"
#include "session/number_text.h"
#include "sim/spectrum.h"

namespace vle::ui {

namespace {

constexpr double kSeenAmplitude = 0.003;  ///< of the largest; beyond the last such the axis ends

/// The newest samples that are equally far apart, with the distance in ms.
std::pair<std::vector<double>, double> evenlySpaced(const std::vector<Sample>& samples) {
  if (samples.size() < 2) return {{}, 1};
  const double dt = samples.back().t - samples[samples.size() - 2].t;
  std::vector<double> values;
  for (std::size_t k = samples.size(); k-- > 0;) {
    values.push_back(samples[k].value);
    if (k > 0 && std::abs(samples[k].t - samples[k - 1].t - dt) > 1e-6 * dt) break;
  }
  std::ranges::reverse(values);
  return {values, dt};
}

}  // namespace

SpectrumPlot::SpectrumPlot(const Theme& theme, QWidget* parent)
    : CurvePlot(theme, tr(" Hz"), true, parent) {}

std::vector<CurvePlot::Line> SpectrumPlot::collect(const TraceStore& traces) const {
  std::vector<Line> lines;
  double largest = 0;
  for (const DrawnTrace& trace : list_.traces) {
    const auto [values, dt] = evenlySpaced(valuesOf(traces, trace));
    const Spectrum found = spectrum(values, dt);
    Line line{trace.variant, trace.channel, {}, {}, trace.style};
    for (std::size_t k = 1; k < found.amplitude.size(); ++k) {
      line.x.push_back(found.step * static_cast<double>(k));
      line.y.push_back(found.amplitude[k]);
      largest = std::max(largest, found.amplitude[k]);
    }
    lines.push_back(std::move(line));
  }
  // The axis ends a little after the last frequency that is seen at all.
  double end = 0;
  for (const Line& line : lines) {
    for (std::size_t k = 0; k < line.x.size(); ++k) {
      if (line.y[k] >= kSeenAmplitude * largest) end = std::max(end, line.x[k]);
    }
  }
  end *= 1.2;
  for (Line& line : lines) {
    const auto beyond = std::ranges::upper_bound(line.x, end) - line.x.begin();
    line.x.resize(static_cast<std::size_t>(beyond));
    line.y.resize(static_cast<std::size_t>(beyond));
    for (double& y : line.y) y = drawn(y);
  }
  return lines;
}

void SpectrumPlot::showPointer(const std::optional<QPoint>& at) {
  if (!at || !axesRect().contains(*at)) return setReadings({});
  const double x = valuesAt(*at).first;
  std::vector<Reading> readings = {{numberText(x, 4) + tr(" Hz"), theme_.text}};
  QString label;
  for (const std::size_t k : list_.readingOrder(content_)) {
    const Line& line = lines()[k];
    const auto away = [x](double f) { return std::abs(f - x); };
    const auto nearest = std::ranges::min_element(line.x, {}, away) - line.x.begin();
    if (nearest >= std::ssize(line.x)) continue;
    const QString& own = list_.probe_labels[list_.traces[k].entry];
    if (list_.probe_labels.size() > 1 && own != label) readings.push_back({own, theme_.dim});
    label = own;
    double amplitude = line.y[static_cast<std::size_t>(nearest)];
    if (content_.is_log) amplitude = std::pow(10, amplitude);
    readings.push_back({.text = numberText(amplitude, 3),
                        .color = legible(line.style.color, theme_),
                        .is_value = true,
                        .is_minor = !list_.traces[k].is_front});
  }
  setReadings(std::move(readings));
}

/// The vertical axis is named here: it has no room for a name of its own.
TitleRow SpectrumPlot::titleRow() const {
  TitleRow row = PlotWidget::titleRow();
  row.title = tr("%1, amplitude").arg(row.title);
  return row;
}

}  // namespace vle::ui
