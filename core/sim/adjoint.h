// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The exact gradient of the cost over a window of recorded steps, by reverse accumulation through
// the discrete map: what no synapse can know, and what local errors are measured against.
// Pure functions, any thread.
#pragma once

#include <cstdint>

#include "base/aligned.h"
#include "sim/network.h"
#include "sim/trajectory.h"

namespace vle {

/// Steps of a window, [from, until); all of them unless it says otherwise.
struct CountedSteps {
  std::size_t from = 0, until = SIZE_MAX;
  [[nodiscard]] bool has(std::size_t step) const { return step >= from && step < until; }
};

/// Derivatives of the cost C = dt Σ_n ½ β |r* − r|² over a window, and the adjoint itself.
struct Gradient {
  Gradient() = default;
  /// Allocates room for windows of up to `capacity` steps; 0 where no adjoint is kept.
  Gradient(const Network& network, std::int64_t capacity);

  AlignedVector adjoint;             ///< λ_n = −(1/dt) dL/ds_n, (steps, neuron_slots)
  AlignedVector W;                   ///< dL/dW, (weight_slots,)
  AlignedVector bias, tau_m, tau_r;  ///< dL/db, dL/dτ_m, dL/dτ_r, (neuron_slots,)
  AlignedVector from_r, from_u;      ///< dL/dr_{n+1} and dL/du_{n+1} on the way back

  bool operator==(const Gradient&) const = default;
};

/// Backpropagation through the recorded steps, last to first.
///
///   dL/dr_n = −dt β (r* − r) + Σ Wᵀ dL/ds_n(post)      dL/dŭ_n = φ′(ŭ_n) ⊙ dL/dr_{n+1}
///   dL/du̇_n = τ_r dL/dŭ_n + dt dL/du_{n+1}              dL/ds_n = dL/du̇_n / τ_m
///   dL/du_n = dL/du_{n+1} + dL/dŭ_n − dL/ds_n
///   dW = Σ dL/ds_n r_nᵀ    db = Σ dL/ds_n    dτ_m = −Σ dL/du̇_n ⊙ u̇_n / τ_m    dτ_r = Σ dL/dŭ_n ⊙
///   u̇_n
///
/// γ is taken as 0: with another γ the result is the adjoint of the γ = 0 map along the recorded
/// steps. A target that follows a layer is data. Learning within the window is not differentiated;
/// the weights are those that held in each step. The last steps of a window lack their future.
/// @param gradient  [out] made for this network and at least this many steps
/// @param counted   steps whose terms are summed; λ is that of the whole window in any case
/// @note   does not throw; products over long windows may allocate
/// @source model.md §4
void computeAdjoint(const Network& network, const Trajectory& trajectory, Gradient& gradient,
                    CountedSteps counted = {});

/// The same sums with the local errors in place of the adjoint: what the local rules would do to
/// the parameters within the window, as −dL/dθ of model.md §1. `adjoint` stays empty.
/// @pre  the trajectory holds errors
[[nodiscard]] Gradient localGradient(const Network& network, const Trajectory& trajectory,
                                     CountedSteps counted = {});

}  // namespace vle
