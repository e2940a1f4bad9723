// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the runs of a sweep come to, as lines of CSV; the command line and the window write the
// same. Any thread.
#pragma once

#include <cstdint>
#include <string>

#include "run/sweep.h"

namespace vle {

inline constexpr const char* kSweepHeader =
    "seed,variant,loss_first,loss_last,loss_test,loss_test_relative,time_to_threshold,diverged,"
    "reason";

/// One run; a number that does not exist is an empty cell, and `reason` says why it does not.
[[nodiscard]] std::string sweepRow(std::int64_t seed, const std::string& variant,
                                   const SweepResult& result);

}  // namespace vle
