// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tables of numbers from text, as people and programs write them: commas, semicolons, tabs, bars or
// blanks between the cells (RFC 4180 quotes where they need them), decimal point or comma, lines
// ending in LF, CR LF or CR, lines of comment (# or %), names in the first line or none, a column
// of times or none. What is recognised can be said otherwise (TableReading). Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/signal_spec.h"

namespace vle {

/// What a table looks like.
struct TableLook {
  std::vector<std::string>
      names;                   ///< of the columns; a column without a name has its number, from 1
  std::vector<bool> is_named;  ///< has the column a name of its own?
  std::string time;            ///< the column of times; "" if there is none
  std::string separator;       ///< one of kSeparators
  std::string decimal;         ///< "." or ","
  bool has_header = true;
  std::vector<std::vector<std::string>> rows;  ///< cells of the first rows, names apart
};

/// Looks at the first lines.
/// @param text  UTF-8
/// @throws Error(File) if there is no table, Error(InvalidSpec) if the reading does not fit it
[[nodiscard]] TableLook lookAt(std::string_view text, const TableReading& reading = {});

/// Reads some columns of a table. Columns that are asked for by name are signals even where they
/// look like times.
///
/// A column of times is one that is named so (time, t, time_ms, "Time (s)", "Zeit / ms", …). Its
/// unit stands in its name or in the reading; our own exports without one (`time`, then
/// variant/probe) are in ms; else it follows from an interval that fits. Values are (zscore, then)
/// gain · x + offset.
///
/// @param text      the whole file, UTF-8
/// @param interval  ms a row as the signal says; 0: it does not
/// @returns the numbers row by row; at least one row and one column
/// @throws Error(InvalidSpec) for columns the header does not have, or has twice, and lists whose
///         length does not fit
/// @throws Error(File) with line and column for everything else
[[nodiscard]] SignalTable readTable(std::string_view text, const TableReading& reading = {},
                                    double interval = 0);

}  // namespace vle
