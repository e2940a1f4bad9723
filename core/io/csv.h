// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Recordings as CSV: header `time_ms`, then probe names prefixed with the variant, shortest digits
// that read back the same, one row every N steps. Any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "io/output.h"
#include "run/messages.h"

namespace vle {

/// Writes rows as they come.
class CsvWriter {
 public:
  /// @param path   file to write, "-": the standard output
  /// @param dt     ms a step
  /// @param every  steps a row
  /// @throws Error(File) if it cannot be written
  CsvWriter(const std::string& path, double dt, std::int64_t every);

  /// @param names     of the variants
  /// @param channels  of each variant
  void writeHeader(const std::vector<std::string>& names,
                   const std::vector<ChannelLayout>& channels);
  /// Rows of all variants; those that do not end at a multiple of `every` are left out. A variant
  /// that stopped early leaves its cells empty.
  /// @throws Error(File) if they cannot be written
  void writeRows(const std::vector<TraceBlock>& blocks);
  /// @throws Error(File) if anything went wrong
  void finish();

 private:
  std::unique_ptr<Output> output_;
  double dt_;
  std::int64_t every_;
};

/// A cell of text, quoted where it holds commas or quotes.
[[nodiscard]] std::string csvCell(const std::string& text);

/// The header of a column of times.
inline constexpr const char* kTimeColumn = "time_ms";

/// A time n·dt as a number of ms, without what rounding added to it: 0.6, not 0.6000000000000001.
/// @param step  may lie between two steps
[[nodiscard]] std::string csvTime(double step, double dt);

}  // namespace vle
