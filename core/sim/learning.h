// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Plasticity of W, b, τ_m and τ_r from what each synapse or neuron has now, model.md §2 step 8.
// No allocation, no exceptions; simulation thread.
#pragma once

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// Is plasticity on in the step about to be done? The switch, and the time window of the settings.
[[nodiscard]] bool isLearning(const Network& network, const State& state);

/// The forward weights of one projection.
///
///   G = e_post r_preᵀ,   W ← W + optimizer(G; h = η_W dt) − dt λ_d W
///
/// @pre r and e are those of this step, W of before it
/// @source model.md §2 step 8; VLE, arXiv 2603.09600
void learnWeights(const Network& network, const ProjectionPlan& projection, State& state);

/// Bias and time constants of one layer.
///
///   G_b = e      G_τm = −e ⊙ u̇      G_τr = ε ⊙ u̇,      τ ≥ clamp
///
/// @pre e, ε and u̇ are those of this step
/// @source model.md §2 step 8; GLE, arXiv 2403.16933
void learnNeurons(const Network& network, const LayerPlan& layer, State& state);

}  // namespace vle
