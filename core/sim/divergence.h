// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The watch on runaway values, after every step. No allocation, no exceptions; simulation thread.
#pragma once

#include <optional>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// The first value that is not finite or beyond kDivergenceLimit, in the order a step computes
/// them: v, e, u, then what is learned: W, B, b, τ_m, τ_r. Nothing as long as all are in range.
/// Rule bptt uses neither v nor e nor B: they stop no variant of it (`limitErrors`).
/// @param learning  was plasticity on? If not, parameters are as they were.
[[nodiscard]] std::optional<Divergence> findDivergence(const Network& network, const State& state,
                                                       bool learning);

}  // namespace vle
