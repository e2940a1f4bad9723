// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where B of each kind settles if rates and W stay as they are in a window. Pure functions, any
// thread.
#pragma once

#include <vector>

#include "base/aligned.h"
#include "sim/state.h"
#include "sim/trajectory.h"

namespace vle {

/// B_ji/W_ij that `learned` feedback settles at, for every lower neuron j.
///
///   |H_j|²  where all inputs share one frequency, else  ⟨r̃_j²⟩/⟨ρ_j²⟩  over the window:
///   the harmonic mean of |H_j|² weighted with the rate's power spectrum
///
/// @param from  the first step that counts; ρ's own start-up of 5 τ_r is left out in any case
/// @returns (neuron_slots,); NaN for a rate that stands still
/// @source model.md §3
[[nodiscard]] std::vector<double> alignedGains(const Network& network, const State& state,
                                               const Trajectory& window, std::size_t from);

/// The weights that carry errors down once B is where it goes: what feedbackInUse() will be.
///
///   learned  alignedGains ⊙ Wᵀ       drive  ⟨(s_i − s̄_i) r̃_j⟩/⟨ρ_j²⟩       kolen-pollack  Wᵀ
///
/// B that reads M settles at alignedGains ⊙ Mᵀ. M that learns comes to W where the rates that enter
/// the layer span all directions; in those that no rate excites it stays where it began, of which
/// this knows nothing: W is taken for it. M that does not learn stays.
///
/// B that does not learn, and that of the other kinds, stays as it is.
/// @param gains  alignedGains of the same window
/// @returns (weight_slots,); NaN below a rate that stands still
/// @source model.md §3
[[nodiscard]] AlignedVector settledFeedback(const Network& network, const State& state,
                                            const Trajectory& window, std::size_t from,
                                            const std::vector<double>& gains);

}  // namespace vle
