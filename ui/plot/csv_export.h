// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What plots show, as a table: one row a time, one column a channel of a variant. GUI thread.
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "lab/trace_store.h"

namespace vle::ui {

/// The header cells and rows of the channels of some probes, all variants side by side:
/// "time", "learned/output.r[0]", … Where a row stands for several steps there are further columns
/// with their extremes: "learned/output.r[0] min", "… max". Values have 17 significant digits.
/// @param variants  by name
/// @param from, to  ms
[[nodiscard]] std::string tracesAsCsv(const TraceStore& traces,
                                      const std::vector<std::string>& variants,
                                      const std::vector<std::string>& probes, double from,
                                      double to);

/// Writes it to a file, whole or not at all.
/// @returns false if it cannot be written
[[nodiscard]] bool saveCsv(const std::string& text, const QString& file);

}  // namespace vle::ui
