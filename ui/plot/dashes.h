// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Curves made cheap to draw, and dashed ones cut from the data. A dashed pen begins its pattern at
// the first point, so dashes would crawl along a scrolling curve; it also costs ten times a solid
// one. These dashes stay where they are on the curve. Used by TracePlot; pure logic, any thread.
#pragma once

#include <cstddef>
#include <span>

#include "session/trace_store.h"

namespace vle::ui {

/// Lengths of line and gap in turn, pixels; empty: solid. Starts again after the last pattern.
[[nodiscard]] std::span<const double> dashPattern(std::size_t index);

/// Leaves out points that lie on the line between their neighbours anyway: a smooth curve needs a
/// tenth of them. Kept: every gap, and every extreme to within the tolerance.
/// @param tolerance         pixels, vertical
/// @param x_scale, y_scale  pixels for one unit of t and y
[[nodiscard]] Curve simplified(const Curve& curve, double tolerance, double x_scale,
                               double y_scale);

/// Keeps the dashes of one curve in place from one picture to the next.
class Dasher {
 public:
  /// Cuts a curve into dashes: NaN stands between them.
  /// @param curve            t ascending; NaN in y is a gap
  /// @param pattern          lengths in pixels
  /// @param x_scale, y_scale  pixels for one unit of t and y
  [[nodiscard]] Curve cut(const Curve& curve, std::span<const double> pattern, double x_scale,
                          double y_scale);

 private:
  double anchor_t_ = 0;
  double anchor_phase_ = -1;  // pixels into the pattern at anchor_t_; negative: none yet
};

}  // namespace vle::ui
