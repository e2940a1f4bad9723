// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The vertical range of a plot: grows at once, shrinks only after a while, ends at round numbers,
// and is not ruined by a diverging trace. Used by TracePlot; pure logic, any thread.
#pragma once

#include <optional>
#include <vector>

namespace vle::ui {

struct Extent {
  double lo = 0;
  double hi = 0;
  bool operator==(const Extent&) const = default;
};

/// Where the values of one plot lie, wild outliers left out: beyond the 0.5 and 99.5 percentiles if
/// all of them together need more than ten times as much room.
/// @param values  finite ones count; reordered
/// @param wild    values of traces that have diverged; they widen the rest only a little
/// @returns nothing if there is no finite value
[[nodiscard]] std::optional<Extent> extentOf(std::vector<double>& values,
                                             std::vector<double>& wild);

class ValueRange {
 public:
  /// Forgets everything.
  /// @param is_log  values are decimal logarithms: limits are whole decades
  void reset(bool is_log);

  /// Takes in what is seen now.
  /// @param now  wall time, s
  void follow(const Extent& seen, double now);

  [[nodiscard]] double lower() const { return limits_.lo; }
  [[nodiscard]] double upper() const { return limits_.hi; }

 private:
  [[nodiscard]] Extent rounded(const Extent& seen) const;

  bool is_log_ = false;
  bool is_set_ = false;
  Extent limits_{-1, 1};
  bool is_roomy_ = false;   // the data use too little of the range …
  double roomy_since_ = 0;  // … since then …
  Extent seen_since_;       // … and were within this
};

}  // namespace vle::ui
