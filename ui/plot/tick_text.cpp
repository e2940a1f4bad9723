// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/tick_text.h"

#include <algorithm>
#include <cmath>

#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr int kMostTicks = 1000;
constexpr double kLinesPerTick = 1.6;
constexpr double kMostValueTicks = 6;

int decimalsOf(double step) {
  return std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
}

}  // namespace

double niceStep(double span, double count) {
  const double least = span / count;
  const double decade = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * decade >= least * (1 - 1e-9)) return factor * decade;
  }
  return 10 * decade;
}

double legibleStep(double step, double span, double length, double text) {
  const double apart = step / span * length;
  return apart > 0 ? step * std::max(1.0, std::ceil(text / apart)) : step;
}

std::vector<double> ticksBetween(double from, double to, double step) {
  std::vector<double> ticks;
  const double slack = 1e-6 * step;
  for (double k = std::ceil((from - slack) / step);
       k * step <= to + slack && std::ssize(ticks) < kMostTicks; ++k) {
    ticks.push_back(k == 0 ? 0 : k * step);  // no "−0"
  }
  return ticks;
}

namespace {

double mostTicks(const ValueAxis& axis) {
  return std::clamp(std::floor(axis.length / (kLinesPerTick * axis.line)), 2.0, kMostValueTicks);
}

/// How many numbers stand there: one that would be cut off at the top is not drawn at all.
std::ptrdiff_t written(const ValueAxis& axis, double step) {
  return std::ranges::count_if(ticksBetween(axis.lo, axis.hi, step), [&](double tick) {
    const double y = (axis.hi - tick) / (axis.hi - axis.lo) * axis.length;
    return !axis.is_vertical || y + axis.above >= axis.line / 2;
  });
}

}  // namespace

double decadeStep(const ValueAxis& axis) {
  double step = std::max(1.0, std::round(niceStep(axis.hi - axis.lo, mostTicks(axis))));
  for (int tries = 0; step > 1 && tries < kMostTicks && written(axis, step) < 2; ++tries) --step;
  return step;
}

double valueStep(const ValueAxis& axis) {
  const double span = axis.hi - axis.lo;
  double step = niceStep(span, mostTicks(axis));
  for (double count = mostTicks(axis) + 1; count < 2 * kMostValueTicks; ++count) {
    if (written(axis, step) > 1) break;
    step = niceStep(span, count);
  }
  if (!axis.is_vertical) return step;
  step = legibleStep(step, span, axis.length, axis.line);
  if (written(axis, step) > 1 || axis.length <= 0) return step;
  // Rather −30, 0, 30 than a 0 alone because 20 is too close and 50 outside.
  const double least = axis.line / axis.length * span;
  const double decade = std::pow(10, std::floor(std::log10(least)));
  for (double factor = 1; factor <= 10; ++factor) {
    const double other = factor * decade;
    if (other >= least && written(axis, other) > 1) return other;
  }
  return step;
}

QString timeText(double t, double step) {
  if (std::abs(t) < 1e-6 * step) return step < 10 ? "0 ms" : "0 s";
  if (step < 10) return fixedText(t, decimalsOf(step)) + " ms";
  return fixedText(t / 1000, decimalsOf(step / 1000)) + " s";
}

QString momentText(double t) {
  return std::abs(t) < 1000 ? numberText(t, 5) + QStringLiteral(" ms")
                            : fixedText(t / 1000, 4) + QStringLiteral(" s");
}

QString tickText(double value, double step) {
  if (std::abs(value) < 1e-6 * step) return "0";
  if (std::abs(value) < 1e5 && step > 0.9e-3) {
    return fixedText(value, decimalsOf(step));
  }
  const double digits =
      std::floor(std::log10(std::abs(value)) + 1e-9) - std::floor(std::log10(step) + 1e-9);
  return numberText(value, std::clamp(static_cast<int>(digits) + 1, 1, 9));
}

}  // namespace vle::ui
