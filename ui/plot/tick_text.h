// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Round numbers for axes and the texts beside them: ticks and times. Used by every plot.
// Pure functions, any thread.
#pragma once

#include <vector>

#include <QString>

namespace vle::ui {

/// The smallest of 1, 2, 5 times a power of ten of which at most `count` cover the span.
/// @param span   > 0
/// @param count  > 0
[[nodiscard]] double niceStep(double span, double count);

/// The smallest multiple of a step whose ticks lie so far apart that their texts do not touch.
/// @param length  of the axis in pixels, for the whole span
/// @param text    pixels a text takes along the axis
[[nodiscard]] double legibleStep(double step, double span, double length, double text);

/// An axis of values, in pixels as far as nothing else is said.
struct ValueAxis {
  double lo = 0, hi = 1;  ///< values, or their decimal logarithms; lo < hi
  double length = 100;
  double line = 12;  ///< height of a number
  double above = 0;  ///< room for numbers beyond the upper end
  bool is_vertical = true;
};

/// The step of its ticks: round, numbers do not touch, and wherever that is possible there are two
/// of them at least, as one alone tells no scale.
[[nodiscard]] double valueStep(const ValueAxis& axis);

/// The same of a logarithmic one, whole decades.
[[nodiscard]] double decadeStep(const ValueAxis& axis);

/// The multiples of a step between two numbers, both included.
[[nodiscard]] std::vector<double> ticksBetween(double from, double to, double step);

/// "12.0 s", "12.30 s", "12305 ms": as exact as ticks that far apart need.
/// @param t, step  ms
[[nodiscard]] QString timeText(double t, double step);

/// A moment as exact as a step: "12.3450 s", "0.7 ms".
/// @param t  ms
[[nodiscard]] QString momentText(double t);

/// The number beside a tick: "0.5", "−2", "1·10⁻⁵", never a rounded-away "0.000".
[[nodiscard]] QString tickText(double value, double step);

}  // namespace vle::ui
