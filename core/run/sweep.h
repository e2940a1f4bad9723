// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Many headless runs on all cores, with results in a fixed order whatever the number of jobs: seeds
// × parameters × variants. Reads and writes nothing.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/priority.h"
#include "model/project.h"

namespace vle {

/// What one run of a sweep comes to; numbers as in VariantResult and State.
struct SweepResult {
  double loss_first = 0;
  double loss_last = 0;  ///< NaN if it diverged
  std::optional<double> loss_test, loss_test_relative;
  std::optional<double> time_to_threshold;  ///< ms
  bool diverged = false;
  /// Why there are no numbers, or not all: one sentence if the run failed or diverged, else "".
  std::string reason;
  bool failed = false;  ///< it could not be run (memory, what the seed draws); no number holds
  /// The course of the loss (mean of 500 ms) over the run, where it was asked for: ms, and values.
  std::vector<double> t, loss;
};

struct SweepOptions {
  std::size_t jobs = 1;                 ///< threads, ≥ 1
  Priority priority = Priority::Usual;  ///< of the threads
  std::int64_t course_rows = 0;         ///< about how many values of the loss are kept of a run
  /// Asked in any thread; once it says yes, what is under way ends within milliseconds.
  std::function<bool()> is_stopping = [] { return false; };
  /// Called in any thread with what was done since its last call, as a share of one run.
  std::function<void(double)> on_progress = {};
};

/// Runs projects of one variant each, several at a time.
/// @param count      number of runs
/// @param project    the project of a run, by index; called in any thread, so it changes nothing
/// @param on_result  called in this thread, for every index in order, as soon as it and all before
///                   it are there; not called any more once it is stopping. A run that there
///                   was no memory for is tried once more, with no other beside it; what still
///                   fails is a result that says why.
/// @throws what on_result throws
void runSweep(std::size_t count, const std::function<Project(std::size_t)>& project,
              const SweepOptions& options,
              const std::function<void(std::size_t, const SweepResult&)>& on_result);

}  // namespace vle
