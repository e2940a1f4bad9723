// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The times in a table: how their column is named, in which unit they are, and whether they are
// even. Any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/signal_spec.h"

namespace vle {

/// Is a column named like times ("time", "t", "Time (s)", "t_ms", "Zeit / ms")?
/// @returns the unit in the name, "" if it has none; nothing if it is not named so
[[nodiscard]] std::optional<std::string> timeColumn(std::string_view name);

/// Is a column named so that it may have times, though its name is not understood ("Time relative",
/// "datetime", "ms")?
[[nodiscard]] bool mayBeTimes(std::string_view name);

/// Ms a unit of a column of times: as said, as named, ms in our own exports (`time`, then
/// variant/probe), else as makes a row last the interval.
/// @param names     of all columns
/// @param time      which has the times
/// @param said      one of kTimeUnits, or ""
/// @param interval  ms a row; 0: unknown
/// @param step      mean of the times from row to row, in their unit
/// @throws Error(InvalidSpec) if nothing tells
[[nodiscard]] double timeUnit(const std::vector<std::string>& names, std::size_t time,
                              const std::string& said, double interval, double step);

/// The times of the rows, one after the other.
class TimeRows {
 public:
  /// @param line  of the file
  /// @throws Error(File) with the line if it does not lie behind the last
  void add(double time, std::size_t line);
  /// Mean from row to row, in the unit of the column; 0 with less than two rows.
  [[nodiscard]] double step() const;
  /// Gives the table its interval, and the times where they are not even.
  /// @param ms  a unit
  void finish(SignalTable& table, double ms) const;

 private:
  std::vector<double> times_;
};

}  // namespace vle
