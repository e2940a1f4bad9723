// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Recordings as CSV: header `time`, then probe names prefixed with the variant, 17 significant
// digits, one row every N steps. Any thread.
#pragma once

#include <string>
#include <vector>

#include <QSaveFile>

#include "run/messages.h"

namespace vle {

/// Lines of text that appear under their name when they are complete.
class CsvFile {
 public:
  /// @throws Error(File) if it cannot be written
  explicit CsvFile(const std::string& path);
  void writeLine(const std::string& line);
  /// @throws Error(File) if anything went wrong
  void finish();

 private:
  QSaveFile file_;
};

/// Writes rows as they come.
class CsvWriter {
 public:
  /// @param path   file to write
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
  void writeRows(const std::vector<TraceBlock>& blocks);
  /// @throws Error(File) if anything went wrong
  void finish();

 private:
  CsvFile file_;
  double dt_;
  std::int64_t every_;
};

/// A cell of text, quoted where it holds commas or quotes.
[[nodiscard]] std::string csvCell(const std::string& text);

/// A number with 17 significant digits, enough to read back the same double.
[[nodiscard]] std::string csvNumber(double value);

}  // namespace vle
