// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/sweep_rows.h"

#include "base/text.h"
#include "io/csv.h"

namespace vle {

namespace {

std::string cell(const std::optional<double>& value) { return value ? formatNumber(*value) : ""; }

}  // namespace

std::string sweepRow(std::int64_t seed, const std::string& variant, const SweepResult& result) {
  const auto number = [&result](double value, bool holds) {
    return cell(holds && !result.failed ? std::optional(value) : std::nullopt);
  };
  return std::to_string(seed) + "," + csvCell(variant) + "," + number(result.loss_first, true) +
         "," + number(result.loss_last, !result.diverged) + "," + cell(result.loss_test) + "," +
         cell(result.loss_test_relative) + "," + cell(result.time_to_threshold) + "," +
         (result.diverged ? "true" : "false") + "," + csvCell(oneLine(result.reason));
}

}  // namespace vle
