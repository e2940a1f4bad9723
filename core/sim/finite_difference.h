// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The gradient of the cost by trying: run the recorded window again with one number a little larger
// and a little smaller. Slow and independent of the adjoint, so it checks it. Any thread.
#pragma once

#include "sim/network.h"
#include "sim/state.h"
#include "sim/trajectory.h"

namespace vle {

/// The forward pass of a recorded window, as often as one likes: the same inputs, targets frozen as
/// they were, γ = 0, no learning, parameters as they are in `parameters`.
class Replay {
 public:
  /// @param start       the state before the window
  /// @param trajectory  the window; gives inputs and targets, must outlive the replay
  Replay(const Network& network, const State& start, const Trajectory& trajectory);

  /// Holds W, b, τ_m and τ_r that the next pass uses.
  State parameters;

  /// C = dt Σ_n ½ β |r* − r|² of a pass.
  /// @param record  takes the pass; made for this network, with room for it
  [[nodiscard]] double cost(Trajectory* record = nullptr);

  /// dC/dθ by central differences of fourth order: with two points only, a step small enough for
  /// 1e-6 drowns small gradients in rounding.
  ///
  ///   ( 8 C(θ + h) − 8 C(θ − h) − C(θ + 2h) + C(θ − 2h) ) / 12h,   h = 1e-4, 1e-4 τ
  ///
  /// @param parameter  one of W, bias, tau_m, tau_r
  /// @param k          index in it
  [[nodiscard]] double derivative(AlignedVector State::*parameter, std::size_t k);

 private:
  const Network& network_;
  const State& start_;
  const Trajectory& trajectory_;
};

}  // namespace vle
