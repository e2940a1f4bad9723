// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Plasticity of the backward weights B, model.md §3. The rule `learned` (gain alignment) is ours;
// its single-frequency fixed point |H|²W is the value VLE (arXiv 2603.09600) states. No allocation,
// no exceptions; simulation thread.
#pragma once

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// The power filters of the lower neurons of a projection with learned feedback: each neuron passes
/// its own rate through the filter its error partner has.
///
///   r̃ = r − r̄,  r̄ ← r̄ + dt (r − r̄)/τ̄,  ẋ = (r̃ − x)/τ_r,  ρ = x + τ_m ẋ,  x ← x + dt ẋ
///
/// Leaves r̃² and ρ² for `learnFeedback`.
/// @pre r is that of step 4
void updatePowerFilters(const Network& network, const ProjectionPlan& projection, State& state);

/// Gain alignment of the synapses of one projection.
///
///   B_ji ← B_ji + dt η_B ( W_ij r̃_j² − B_ji ρ_j² )
///
/// @pre W is that of before step 8; the power filters are those of this step
/// @source model.md §3 (ours)
void learnFeedback(const Network& network, const ProjectionPlan& projection, State& state);

}  // namespace vle
