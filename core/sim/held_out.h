// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The held-out evaluation of `settings.test`: what the network makes of signals it does not learn
// from, measured on a copy. Simulation thread.
#pragma once

#include "sim/state.h"

namespace vle {

class Simulator;

/// Is a test to be evaluated before the next step of this state?
[[nodiscard]] bool isTestDue(const Network& network, const State& state);

/// Plays the test to a copy of the state that does not learn and whose clock starts at 0.
///
///   loss_test = ⟨½ Σ |r* − r|²⟩      loss_test_relative = loss_test / ⟨½ Σ r*²⟩
///
/// over all steps of the test. Both are ∞ if the copy, or the state itself, diverged; the relative
/// one also if the target is 0 throughout.
///
/// @param state  [in, out] only the two losses change
/// @pre   the network has a test
/// @note  allocates a copy of the state, which may throw std::bad_alloc; never part of a step
/// @source format.md, `settings.test`; model.md §5, network
void evaluateTest(const Simulator& simulator, State& state);

}  // namespace vle
