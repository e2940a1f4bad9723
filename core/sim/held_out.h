// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The held-out evaluation of `settings.test`: what the network makes of signals it does not learn
// from, measured on a copy. Simulation thread.
#pragma once

#include "sim/state.h"

namespace vle {

class Simulator;

/// Moves the tests along that the settings want while a run goes on, called between its steps: at
/// every multiple of the interval one begins with a copy of the state, and plays some steps for
/// each of the run, so that it is done before the next and no moment of the run waits for it.
///
/// @param state  [in, out] only the test under way and the two losses change
/// @note  begins with a copy, which allocates and may throw std::bad_alloc; never part of a step
void advanceHeldOut(const Simulator& simulator, State& state);

/// After how many steps advanceHeldOut has something to do again, ≥ 1.
[[nodiscard]] std::int64_t stepsToHeldOut(const Network& network, const State& state);

/// Plays the whole test now, to a copy of the state that does not learn and whose clock starts at
/// 0.
///
///   loss_test = ⟨½ Σ |r* − r|²⟩      loss_test_relative = loss_test / ⟨½ Σ r*²⟩
///
/// over all steps of the test. Both are ∞ if the copy, or the state itself, diverged; the relative
/// one also if the target is 0 throughout. A test under way is dropped.
///
/// @param state  [in, out] only the two losses change
/// @pre   the network has a test
/// @note  allocates a copy of the state, which may throw std::bad_alloc; never part of a step
/// @source format.md, `settings.test`; model.md §5, network
void evaluateHeldOut(const Simulator& simulator, State& state);

}  // namespace vle
