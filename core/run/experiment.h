// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A headless run: all variants of a project in lockstep, with summaries and recorded rows. What the
// command line does, without reading or writing anything. Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/project.h"
#include "run/messages.h"
#include "sim/divergence_report.h"
#include "sim/simulator.h"

namespace vle {

/// Result of one variant.
struct VariantResult {
  std::string name;
  std::shared_ptr<const Network> network;
  State state;                              ///< after the last step
  double loss_first = 0;                    ///< mean over the first 5 % of the steps
  double loss_last = 0;                     ///< mean over the last 5 %; NaN if it diverged
  std::optional<double> time_to_threshold;  ///< ms
  /// Why it diverged; only where `explain` was asked for.
  std::optional<DivergenceReport> explanation;
};

struct ExperimentResult {
  std::int64_t steps = 0;
  double steps_per_second = 0;  ///< of all variants together, wall time
  std::vector<VariantResult> variants;
  [[nodiscard]] bool diverged() const;
};

struct ExperimentOptions {
  std::vector<std::string> probes;  ///< format.md, "Probes"; empty records nothing
  /// Nobody asked for these probes by name: leave out what does not exist or is very large.
  bool probes_are_implied = false;
  std::int64_t every = 1;  ///< steps a row
  /// Rows have the smallest and largest value of their steps, for plots, not only the last.
  bool envelopes = true;
  bool explain = false;  ///< find out why variants diverged, which may take a second each
  /// Called with the channels of every variant before the first row.
  std::function<void(const std::vector<ChannelLayout>&)> on_start;
  /// Called with new rows, one block a variant; rows end at multiples of `every`, but
  /// for the last one of envelopes.
  std::function<void(const std::vector<TraceBlock>&)> on_rows;
  /// Called now and then with the share done, 0…1.
  std::function<void(double)> on_progress;
};

/// Steps between two looks at what happens outside: few where a step takes long, so that a request
/// to stop waits for some milliseconds only.
[[nodiscard]] std::int64_t segmentOf(const Network& network);

/// Runs a project for its duration. Memory does not grow with it.
/// @throws Error if the project cannot be compiled, or a probe does not exist in any variant or is
///         too large to be recorded
[[nodiscard]] ExperimentResult runExperiment(const Project& project,
                                             const ExperimentOptions& options);

}  // namespace vle
