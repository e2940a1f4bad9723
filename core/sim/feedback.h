// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Plasticity of the backward weights B, model.md §3. Gain alignment (`learned`, `drive`,
// `observed`) is ours; its single-frequency fixed point |H|²W is the value VLE (arXiv 2603.09600)
// states. `transpose`, `constant` and `analytic` have no plasticity; `kolen-pollack` shares that of
// W, learning.h. No allocation, no exceptions; simulation thread.
#pragma once

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// The power filters of the lower neurons of a projection that learns gains: each neuron passes
/// its own rate through the filter its error partner has.
///
///   r̃ = r − r̄,  r̄ ← r̄ + dt (r − r̄)/τ̄,  ẋ = (r̃ − x)/τ_r,  ρ = x + τ_m ẋ,  x ← x + dt ẋ
///
/// Leaves r̃, the r̃ of the step before, and ρ for `learnFeedback`. Where only M asks for it, r̃
/// alone.
/// @pre r is that of step 4
void updatePowerFilters(const Network& network, const ProjectionPlan& projection, State& state);

/// Gain alignment of the synapses of one projection.
///
///   learned:  B_ji ← B_ji + dt η_B ( W_ij r̃_j² − B_ji ρ_j² )
///   drive:    B_ji ← B_ji + dt η_B ( (s_i − s̄_i) r̃_j − B_ji ρ_j² ),  s_i, r̃_j of the step before
///   observed: B_ji ← B_ji + dt η_B ( M_ij r̃_j² − B_ji ρ_j² )
///
/// @pre W is that of before step 8, M that of before its own plasticity; the power filters are
///      those of this step, the drive filters those of the step before
/// @source model.md §3 (ours)
void learnFeedback(const Network& network, const ProjectionPlan& projection, State& state);

/// The mean drive of the upper neurons, for the next step's `learnFeedback`; feedback `drive` only.
///
///   s̃ = s − s̄,  s̄ ← s̄ + dt (s − s̄)/τ̄
///
/// @pre s is that of step 4
void updateDriveFilters(const Network& network, const ProjectionPlan& projection, State& state);

/// M of one projection, with which the error neurons above predict their drive.
///
///   M_ij ← M_ij + dt η_M δ_i r̃_j,  δ_i, r̃_j of the step before
///
/// @pre the power filters are those of this step, δ is that of the step before
/// @source model.md §3 (ours)
void learnModel(const Network& network, const ProjectionPlan& projection, State& state);

/// What the error neurons mispredict, for the next step's `learnModel`.
///
///   s̃ = s − s̄,  s̄ ← s̄ + dt (s − s̄)/τ̄,  δ_i = s̃_i − Σ M_ij r̃_j  over every projection into i
///
/// @pre s is that of step 4, r̃ that of this step, M that of after its plasticity
/// @source model.md §3 (ours)
void updateMispredictions(const Network& network, State& state);

/// B_ji as it acts, for the weight at an offset within the projection: stored, W, or |H_j|² W.
[[nodiscard]] double feedbackWeight(const ProjectionPlan& projection, const State& state,
                                    std::size_t k);

/// The rate below that a projection's synapses saw in the last step.
/// @param j  lower neuron
[[nodiscard]] double arrivedRate(const ProjectionPlan& projection, const State& state,
                                 std::size_t j);

/// G = e_post r_pre of the last step, for the weight at an offset within the projection.
[[nodiscard]] double weightGradient(const ProjectionPlan& projection, const State& state,
                                    std::size_t k);

/// What the rule asks of W, 1/ms, with e and r of the last step and the weight as it is now; of the
/// equations, whatever optimizer follows and whether learning is switched on.
///
///   Ẇ = η_W e_post r_pre − λ_d W        kolen-pollack:  … − λ_kp W
[[nodiscard]] double weightChange(const ProjectionPlan& projection, const State& state,
                                  std::size_t k);

/// The same of B as it acts.
///
///   learned:  η_B ( W r̃² − B ρ² )        drive:  η_B ( (s − s̄) r̃ − B ρ² )
///   observed:  η_B ( M r̃² − B ρ² )
///   kolen-pollack:  η_W e_post r_pre − λ_kp B
///   constant:  0        transpose:  Ẇ        analytic:  |H|² Ẇ
///
/// @note with `drive` s − s̄ and r̃ are those of the last step, which the next one uses (§3)
[[nodiscard]] double feedbackChange(const ProjectionPlan& projection, const State& state,
                                    std::size_t k);

}  // namespace vle
