// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rows of recorded values, each row the minimum, maximum and last value of every channel over the
// steps since the row before. Rows can be merged but never lost: a peak of a single step survives
// any coarsening. Plain values; the simulation thread fills them, the GUI thread keeps them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace vle {

/// Rows × channels. Row k covers the steps after row k − 1 up to and including end_steps[k]; rows
/// end at multiples of the interval, only the newest one may still be open.
struct TraceBlock {
  std::size_t channels = 0;
  std::int64_t interval = 1;  ///< steps a row
  std::vector<std::int64_t> end_steps;
  std::vector<double> last;  ///< (rows, channels), row by row
  /// The same; empty while every row is a single step, whose extremes are the value itself.
  std::vector<double> min, max;

  [[nodiscard]] std::size_t rows() const { return end_steps.size(); }
  [[nodiscard]] bool empty() const { return end_steps.empty(); }
  [[nodiscard]] std::size_t at(std::size_t row, std::size_t channel) const {
    return row * channels + channel;
  }

  /// Extremes of a value at a place as given by `at`.
  [[nodiscard]] double low(std::size_t place) const {
    return min.empty() ? last[place] : min[place];
  }
  [[nodiscard]] double high(std::size_t place) const {
    return max.empty() ? last[place] : max[place];
  }

  /// Adds a row of one step and returns where its values go, (channels,).
  /// @pre interval is 1, and all rows are of one step
  double* addPoint(std::int64_t step);

  /// Adds a row; merges it into the newest one while that is still open.
  /// @param row_min, row_max, row_last  (channels,)
  void append(std::int64_t end_step, const double* row_min, const double* row_max,
              const double* row_last);

  /// Appends rows of another block of the same channels, without the other two all of them.
  void append(const TraceBlock& newer) { append(newer, 0, newer.rows()); }
  void append(const TraceBlock& newer, std::size_t first_row, std::size_t count);

  /// Doubles the interval and merges rows accordingly.
  void coarsen();

  void clear();

  /// All rows; the same room is made for the next ones.
  [[nodiscard]] TraceBlock moveOut();

  /// The same rows with other channels: each from its old place, NaN for those that are new.
  [[nodiscard]] TraceBlock remapped(const std::vector<std::optional<std::size_t>>& from) const;

 private:
  void addExtremes();
};

}  // namespace vle
