// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/sweep_rows.h"

#include "io/csv.h"

namespace vle {

namespace {

std::string cell(const std::optional<double>& value) { return value ? csvNumber(*value) : ""; }

}  // namespace

std::string sweepRow(std::int64_t seed, const std::string& variant, const SweepResult& result) {
  const std::string loss_last = result.diverged ? "" : csvNumber(result.loss_last);
  return std::to_string(seed) + "," + csvCell(variant) + "," + csvNumber(result.loss_first) + "," +
         loss_last + "," + cell(result.loss_test) + "," + cell(result.loss_test_relative) + "," +
         cell(result.time_to_threshold) + "," + (result.diverged ? "true" : "false");
}

}  // namespace vle
