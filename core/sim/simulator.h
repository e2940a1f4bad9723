// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Advances a State under a Network: model.md §2 in its exact order. No thread, no wall clock; it
// modifies nothing but the State it is given.
#pragma once

#include <cstdint>
#include <memory>

#include "sim/network.h"
#include "sim/recorder.h"
#include "sim/state.h"

namespace vle {

class Simulator {
 public:
  explicit Simulator(std::shared_ptr<const Network> network) : network_(std::move(network)) {}

  [[nodiscard]] const Network& network() const { return *network_; }
  [[nodiscard]] const std::shared_ptr<const Network>& shared() const { return network_; }

  /// Does one step by the readable equations of dynamics, learning and feedback.
  ///
  ///   signals → targets → errors → inputs → membranes → rates, and per projection
  ///   messages down → plasticity of B → plasticity of W
  ///
  /// With rule bptt all plasticity is one update at the end of each window.
  ///
  /// @note allocates nothing, does not throw; only with rule bptt the last step of a window may
  ///       allocate for its products
  /// @param record  takes what the adjoint needs of this step; nullptr if nobody asks
  void step(State& state, Trajectory* record = nullptr) const;

  /// Does up to n steps by the fused loops (kernels.h), which agree with `step` to rounding, and
  /// keeps what the recorder wants; stops after the step in which a value diverged, and does
  /// nothing for a state that has. Held-out tests are played along (held_out.h). Any division of a
  /// run into calls gives the same bits.
  /// @returns the number of steps done
  /// @note allocates a little at the beginning
  std::int64_t advance(State& state, std::int64_t n, Recorder* recorder = nullptr) const;

 private:
  void generateSignals(State& state) const;

  std::shared_ptr<const Network> network_;
};

}  // namespace vle
