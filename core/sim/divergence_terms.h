// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The terms of the equation of a variable that ran away. Pure functions, any thread.
#pragma once

#include <string>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// One term of a right-hand side.
struct DivergenceTerm {
  std::string name;  ///< "W r through 'loop'"; empty if all terms are 0
  double value = 0;
};

/// The largest term that drives the diverged variable (not the leak that pulls it back), as it was
/// in the step that diverged.
///
///   u: Σ W r, b, γ e     v: ε     e: (τ_m/τ_r) ε, (1 − τ_m/τ_r) v     W, B, b, τ: their rules
///
/// @param previous  the state one step before; without it (nullptr) W, B and τ are taken as they
///                  are after the step
/// @pre  state.divergence is set, and names a place of this network
[[nodiscard]] DivergenceTerm largestTerm(const Network& network, const State& state,
                                         const State* previous = nullptr);

}  // namespace vle
