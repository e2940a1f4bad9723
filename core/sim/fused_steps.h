// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Many steps at once: binds the fused loops of kernels to a network and a state, and makes the
// signals in blocks. Used by Simulator::advance. Simulation thread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/aligned.h"
#include "sim/kernels.h"

namespace vle {

class FusedSteps {
 public:
  /// Steps whose signals are made at once.
  static constexpr std::int64_t kBlock = 32;

  /// Local rules only: bptt looks back at whole windows.
  [[nodiscard]] static bool canRun(const Network& network) {
    return network.settings.rule != Rule::Bptt;
  }

  /// @param network, state  must outlive this; the arrays of the state must stay where they are
  /// @pre canRun(network)
  /// @note allocates
  FusedSteps(const Network& network, State& state);
  FusedSteps(const FusedSteps&) = delete;
  FusedSteps& operator=(const FusedSteps&) = delete;

  /// Does up to n steps; stops after the one in which a value diverged. Any division of a run into
  /// calls gives the same bits.
  /// @param foreseen  ≥ n: steps that will be done one way or another before anyone looks at what
  ///                  the signals remember, so that theirs may be made ahead
  /// @param watch     what is copied after every step
  /// @returns the number of steps done
  /// @note allocates nothing, does not throw
  std::int64_t advance(std::int64_t n, std::int64_t foreseen, const Watch& watch = {});

 private:
  void bindTargets();
  void bindPredictions();
  void bind(const ProjectionPlan& plan);
  void makeSignals(std::int64_t count);

  const Kernels& kernels_ = kernels();
  const Network& network_;
  State& state_;
  FusedNetwork fused_;
  std::size_t width_;                              // input channels and target slots
  AlignedVector signals_;                          // (kBlock, width)
  AlignedVector ones_;                             // (neuron_slots,) with instantaneous errors
  std::int64_t made_ = 0;                          // rows of it
  std::int64_t used_ = 0;                          // … that steps have used
  std::vector<std::vector<std::uint32_t>> lists_;  // of small matrices
};

}  // namespace vle
