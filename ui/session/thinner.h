// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rows of a recording made into a curve for so many pixels. Used by TraceStore; pure logic, any
// thread.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace vle::ui {

/// A curve ready to draw: t in ms, ascending. Where several steps fall into one point of the
/// screen, there are two points, the minimum and the maximum.
struct Curve {
  std::vector<double> t, y;
};

/// Thins rows to bins that stay where they are when the window moves. Of every bin the extremes are
/// kept, each at its own time, so that a smooth curve stays smooth.
class Thinner {
 public:
  /// @param curve  points are added to it
  /// @param dt     ms, of a step
  /// @param bin    steps a bin, ≥ 1
  Thinner(Curve& curve, double dt, std::int64_t bin) : curve_(curve), dt_(dt), bin_(bin) {}

  void add(std::int64_t end_step, double min, double max, double last);

  /// The last bin; the line reaches up to the newest value.
  void finish();

 private:
  void flush();
  void point(std::int64_t step, double y);

  Curve& curve_;
  double dt_;
  std::int64_t bin_;
  std::int64_t current_ = -1;
  std::int64_t step_ = 0;
  std::int64_t min_step_ = 0, max_step_ = 0;
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
  double last_ = 0;
  bool is_empty_ = true;
};

}  // namespace vle::ui
