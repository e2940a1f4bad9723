// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// model.md §2, one function per equation, over all neurons or one projection. Every function reads
// only what the step has not yet overwritten. No allocation, no exceptions; simulation thread.
#pragma once

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// Step 1, targets: r* at t_n, the loss, and the error at the layers they are attached to.
///
///   down += β (r* − r)    loss = ½ Σ |r* − r|²    cost = ½ Σ β |r* − r|²    power = ½ Σ r*²
///
/// @source model.md §2 step 1 and §1 (loss without β)
void compareWithTargets(const Network& network, State& state);

/// Steps 2 and 3: errors of all neurons from the messages that arrived.
///
///   ε = r′ ⊙ E      v̇ = (ε − v)/τ_r      e = v + τ_m v̇      v ← v + dt v̇
///
/// Consumes the messages: `down` is 0 afterwards.
/// @source model.md §2 steps 2–3; GLE, arXiv 2403.16933
void updateErrors(const Network& network, State& state);

/// Rule bptt only, which does not use errors: v and e that run away are held at the limit of a
/// divergence, so that what is sent down, drawn and added up stays a number.
void limitErrors(State& state);

/// Step 4: s = Σ_p W r_pre + b, with the old rates below.
/// @source model.md §2 step 4
void integrateInputs(const Network& network, State& state);

/// Step 5: membranes and prospective potentials.
///
///   u̇ = (s + γ e − u)/τ_m      ŭ = u + τ_r u̇      u ← u + dt u̇
///
/// @source model.md §2 step 5
void updateMembranes(const Network& network, State& state);

/// Step 6: r ← φ(ŭ), r′ ← φ′(ŭ). What r was, the synapses of this step have seen: it is kept.
/// @source model.md §2 step 6
void updateRates(const Network& network, State& state);

/// Step 7: the message to the layer below, down += B e_post, with B and W before this step's
/// plasticity. `transpose` reads Wᵀ, `analytic` |H_j(f)|² Wᵀ.
/// @source model.md §2 step 7, §3
void sendErrorsDown(const Network& network, const ProjectionPlan& projection, State& state);

/// Low-passed losses, the sums of loss and power, and the first time the slow one is below the
/// threshold. The mean of 500 ms starts at the first value and weights all values so far alike
/// until it has its full length: a network at rest has no loss yet, and that one value must not
/// colour the first second.
void trackLoss(const Network& network, State& state);

}  // namespace vle
