// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Errors and adjoint of a recorded window as they would be if φ′ of every neuron stood at its mean:
// what model.md §1 is exact for, and so how much of a mismatch comes from slopes that swing.
// Pure functions, any thread.
#pragma once

#include "sim/state.h"
#include "sim/trajectory.h"

namespace vle {

/// Mean of φ′ of every neuron over a window, (neuron_slots,).
[[nodiscard]] AlignedVector meanSlopes(const Network& network, const Trajectory& window);

/// The window with the same rates, targets and weights; r_prime of every neuron is its mean over
/// the window, and e and ε are those that the error equations (model.md §2 steps 1–3 and 7) make of
/// it. Before the window the errors were the real ones: what they leave behind fades with τ_r.
/// @param start   the state the window was played on from, nothing learning in it
/// @param window  recorded with errors, parameters taken as constant
[[nodiscard]] Trajectory withHeldSlopes(const Network& network, const State& start,
                                        const Trajectory& window);

}  // namespace vle
