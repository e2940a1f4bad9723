// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The condition of a RunUntil, bound to the variants that run. Simulation thread.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <vector>

#include "run/messages.h"
#include "run/variant_run.h"

namespace vle {

class StopRule {
 public:
  /// Binds the condition to runs as they are; to be made anew when they change.
  /// @throws Error(InvalidSpec) if no variant it speaks of has the probe, or it is many numbers
  StopRule(const RunUntil& until, const std::deque<VariantRun>& runs);

  /// Steps that may be done before it has to be looked at again, ≥ 1; known ahead for a time.
  /// @param step  steps done
  /// @param dt    ms
  [[nodiscard]] std::int64_t stepsAhead(std::int64_t step, double dt) const;

  /// After a step. A mean of the loss is not looked at before it has seen all its 500 ms, nor a
  /// variant that has diverged; without any other variant left nothing holds.
  [[nodiscard]] bool holds(std::int64_t step, double dt) const;

 private:
  struct Watched {
    const VariantRun* run;
    Channel channel;
  };
  [[nodiscard]] std::int64_t lastStep(double dt) const;

  RunUntil until_;
  std::vector<Watched> watched_;
};

/// "t = 1200 ms", "loss_mean <= 0.001 in all variants"
/// @param variant  how the variant of the condition is called, where it speaks of one
[[nodiscard]] std::string describe(const RunUntil& until, const std::string& variant);

}  // namespace vle
