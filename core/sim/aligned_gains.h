// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The factor between B and Wᵀ that gain alignment (model.md §3) settles at: for a sine |H|², for
// anything else the power of rates over the power of what their error filter makes of them.
// Pure functions, any thread.
#pragma once

#include <vector>

#include "sim/state.h"
#include "sim/trajectory.h"

namespace vle {

/// B_ji/W_ij that `learned` feedback settles at, for every lower neuron j.
///
///   |H_j|²  where all inputs share one frequency, else  ⟨r̃_j²⟩/⟨ρ_j²⟩  over the window:
///   the harmonic mean of |H_j|² weighted with the rate's power spectrum
///
/// @param from  the first step that counts; filters settle before it
/// @returns (neuron_slots,); NaN for a rate that stands still
/// @source model.md §3
[[nodiscard]] std::vector<double> alignedGains(const Network& network, const State& state,
                                               const Trajectory& window, std::size_t from);

}  // namespace vle
