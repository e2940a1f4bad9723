// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tables of numbers from CSV text (RFC 4180): a header, commas, cells in quotes where they need it,
// lines ending in LF or CR LF; a byte order mark and blank lines at the end are skipped. Any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/signal_spec.h"

namespace vle {

/// Reads some columns of a table.
/// @param text     the whole file
/// @param columns  names in the header, in the order wanted, each there exactly once; empty: all
///                 but one named `time`
/// @returns the numbers row by row; at least one row and one column
/// @throws Error(InvalidSpec) for columns the header does not have, or has twice
/// @throws Error(File) with line and column for everything else
[[nodiscard]] SignalTable readTable(std::string_view text, const std::vector<std::string>& columns);

/// The names in the header, in order.
/// @throws Error(File) if there is no header
[[nodiscard]] std::vector<std::string> readHeader(std::string_view text);

}  // namespace vle
