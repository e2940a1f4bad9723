// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Plasticity of W, b, τ_m and τ_r: step by step from what each synapse or neuron has now, model.md
// §2 step 8, or once per window from the exact gradient, §4. No exceptions; simulation thread.
#pragma once

#include <cstdint>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// Steps from … until − 1.
struct StepRange {
  std::int64_t from = 0;
  std::int64_t until = 0;
};

/// The steps with plasticity: the time window of the settings, or none where the switch is off.
[[nodiscard]] StepRange learningSteps(const Network& network, const State& state);

/// Is plasticity on in the step about to be done? The switch, and the time window of the settings.
[[nodiscard]] bool isLearning(const Network& network, const State& state);

/// The forward weights of one projection.
///
///   G = e_post r_preᵀ,   W ← W + optimizer(G; h = η_W dt) − dt λ_d W
///
/// With feedback `kolen-pollack` B gets the very same change, and both decay alike:
///
///   B ← B + optimizer(G; h)ᵀ − dt λ_kp B,   W ← … − dt λ_kp W
///
/// @pre r and e are those of this step, W and B of before it; no allocation
/// @source model.md §2 step 8, §3; VLE, arXiv 2603.09600
void learnWeights(const Network& network, const ProjectionPlan& projection, State& state);

/// Bias and time constants of one layer.
///
///   G_b = e      G_τm = −e ⊙ u̇      G_τr = ε ⊙ u̇,      τ ≥ clamp
///
/// @pre e, ε and u̇ are those of this step; no allocation
/// @source model.md §2 step 8; GLE, arXiv 2403.16933
void learnNeurons(const Network& network, const LayerPlan& layer, State& state);

/// Rule bptt: should the step about to be done be recorded? Windows follow one another from
/// learn_from on; one that was cut into (learning switched off, a changed network) is dropped, and
/// the next begins at its place.
/// @pre isLearning
[[nodiscard]] bool recordsWindow(const Network& network, State& state);

/// Rule bptt: one update of all learned parameters from the exact gradient of the recorded window,
/// which then starts anew.
///
///   G = −(1/T_w) dL/dθ,   θ ← θ + optimizer(G; h = η T_w) − T_w λ_d θ
///
/// @pre the window is full
/// @source model.md §4
void learnFromWindow(const Network& network, State& state);

}  // namespace vle
