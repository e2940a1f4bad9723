// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What plots show, as a table: one row a time, one column a channel of a variant. GUI thread.
#pragma once

#include <string>
#include <vector>

#include "session/trace_store.h"

namespace vle::ui {

/// A probe and the stretch of time asked of it, ms.
struct CsvProbe {
  std::string probe;
  double from = 0;
  double to = 0;
};

/// The header cells and rows of the channels of some probes, all variants side by side:
/// "time_ms", "learned/output.r[0]", … Where a row stands for several steps there are further
/// columns with their extremes: "learned/output.r[0] min", "… max". Values have the fewest digits
/// that read back the same. A channel that is asked for twice has the rows of both stretches.
/// @param dt         ms a step
/// @param most_rows  so many at most: of more, consecutive ones become one, with its last value and
///                   its extremes; 0: all
[[nodiscard]] std::string tracesAsCsv(const TraceStore& traces, double dt,
                                      const std::vector<Variant>& variants,
                                      const std::vector<CsvProbe>& probes,
                                      std::size_t most_rows = 0);

/// How large such a table will be.
struct CsvSize {
  std::size_t rows = 0;  ///< below the header
  std::size_t columns =
      0;             ///< nearly: extremes that are needed by some channels only count for all
  double bytes = 0;  ///< nearly
};
[[nodiscard]] CsvSize csvSize(const TraceStore& traces, const std::vector<Variant>& variants,
                              const std::vector<CsvProbe>& probes, std::size_t most_rows = 0);

}  // namespace vle::ui
