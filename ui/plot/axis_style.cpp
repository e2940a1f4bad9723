// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/axis_style.h"

#include <algorithm>
#include <cmath>

#include <qcustomplot.h>

#include "plot/tick_text.h"
#include "plot/title_row.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr double kRounding = 1;  ///< pixel
constexpr double kFewDecades = 2;
constexpr double kPlainDecades = 2;     ///< 0.01 … 100 are written out
constexpr double kWidthsPerTick = 1.7;  ///< time labels and the room between them

QSharedPointer<QCPAxisTickerText> tickerOf(QCPAxis& axis) {
  auto ticker = axis.ticker().dynamicCast<QCPAxisTickerText>();
  if (ticker.isNull()) {
    ticker = QSharedPointer<QCPAxisTickerText>::create();
    axis.setTicker(ticker);
  }
  return ticker;
}

}  // namespace

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

void styleAxes(QCustomPlot& plot, const QFont& base, const Theme& theme) {
  plot.setBackground(theme.panel);
  plot.axisRect()->setupFullAxesBox();
  for (const auto side : {QCPAxis::atLeft, QCPAxis::atBottom, QCPAxis::atRight, QCPAxis::atTop}) {
    QCPAxis& axis = *plot.axisRect()->axis(side);
    axis.setBasePen(QPen(theme.line));
    axis.setTickPen(Qt::NoPen);
    axis.setSubTickPen(Qt::NoPen);
    axis.setTickLength(0);
    axis.setSubTicks(false);
    axis.setPadding(0);
    axis.setTickLabelPadding(side == QCPAxis::atBottom ? 4 : 6);
    axis.setLabelPadding(0);
    axis.setTickLabelFont(smallFont(base));
    axis.setLabelFont(smallFont(base));
    axis.setTickLabelColor(theme.dim);
    axis.setLabelColor(theme.dim);
    axis.grid()->setPen(QPen(theme.grid));
    axis.grid()->setZeroLinePen(QPen(side == QCPAxis::atLeft ? theme.line : theme.grid));
    axis.grid()->setAntialiased(false);
    axis.grid()->setAntialiasedZeroLine(false);
  }
  plot.xAxis2->setTicks(false);
  plot.yAxis2->setTicks(false);
}

void setValueTicks(QCPAxis& axis, const Extent& limits, bool is_log, int height,
                   const QString& unit) {
  const auto ticker = tickerOf(axis);
  ticker->clear();
  const double line = QFontMetricsF(axis.tickLabelFont()).height();
  const bool is_vertical = axis.orientation() == Qt::Vertical;
  const ValueAxis space{.lo = limits.lo,
                        .hi = limits.hi,
                        .length = static_cast<double>(height),
                        .line = line,
                        .above = axis.axisRect()->margins().top() - kRounding,
                        .is_vertical = is_vertical};
  if (!is_log) {
    const double step = valueStep(space);
    for (const double tick : ticksBetween(limits.lo, limits.hi, step)) {
      ticker->addTick(tick, tickText(tick, step) + unit);
    }
    return;
  }
  if (limits.hi - limits.lo > kFewDecades) {
    const double step = decadeStep(space);
    for (const double tick : ticksBetween(limits.lo, limits.hi, step)) {
      ticker->addTick(tick, powerOfTenText(static_cast<int>(std::lround(tick))) + unit);
    }
    return;
  }
  // One or two decades alone would leave a single number beside the axis.
  for (double decade = std::floor(limits.lo + 1e-9); decade <= limits.hi; ++decade) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double tick = decade + std::log10(factor);
      if (tick < limits.lo - 1e-9 || tick > limits.hi + 1e-9) continue;
      // One way to write them all: a power of ten among plain numbers reads as a stranger.
      const bool is_power = factor == 1 && std::abs(decade) > kPlainDecades;
      ticker->addTick(tick, is_power ? powerOfTenText(static_cast<int>(std::lround(tick)))
                                     : numberText(std::pow(10, tick), 1));
    }
  }
}

void setTimeTicks(QCPAxis& axis, const TimeWindow& window, int width, bool with_labels) {
  const auto ticker = tickerOf(axis);
  ticker->clear();
  axis.setTickLabels(with_labels);
  const QFontMetricsF metrics(axis.tickLabelFont());
  const double length = window.to - window.from;
  // The step decides how long the labels are, and their length how many fit.
  double step = niceStep(length, 8);
  const double zero = window.is_relative ? window.to : 0;
  for (int tries = 0; tries < 8; ++tries) {
    const double needed =
        kWidthsPerTick * metrics.horizontalAdvance(timeText(window.to - zero - step, step));
    if (step / length * width >= needed) break;
    step = niceStep(step * 1.01, 1);
  }
  for (const double tick : ticksBetween(window.from - zero, window.to - zero, step)) {
    ticker->addTick(tick + zero, timeText(tick, step));
  }
}

int widestLabel(const QCPAxis& axis) {
  const QFontMetricsF metrics(axis.tickLabelFont());
  double widest = 0;
  const auto ticker = axis.ticker().dynamicCast<QCPAxisTickerText>();
  if (ticker.isNull()) return 0;
  for (const QString& label : ticker->ticks()) {
    widest = std::max(widest, metrics.horizontalAdvance(label));
  }
  return static_cast<int>(std::ceil(widest));
}

}  // namespace vle::ui
