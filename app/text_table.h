// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Numbers and tables on a terminal. Pure functions.
#pragma once

#include <string>
#include <vector>

namespace vle::app {

/// A number as printf writes it, "–" if it is not finite.
/// @param format  of one double, e.g. "%.4g"
[[nodiscard]] std::string cell(const char* format, double value);

/// Columns as wide as their widest cell, counted in characters, two spaces apart.
/// @param rows  at least one, all with the same number of cells
[[nodiscard]] std::string tableText(const std::vector<std::vector<std::string>>& rows);

}  // namespace vle::app
