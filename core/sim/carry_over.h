// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A run that goes on in a network that was changed under it. Used by whoever compiles anew.
// Pure function, any thread.
#pragma once

#include <memory>
#include <span>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// A state and the network it is of.
struct NetworkState {
  std::shared_ptr<const Network> network;
  State state;
};

/// The state for a changed network that goes on where the old one was: layers that survive (same id
/// and size) keep their activity, projections that survive (same id and shape) their weights, the
/// rest starts at its initial value. A parameter that is not learned takes its new value if that
/// changed.
/// @param earlier  of the same run, oldest first: what was given up and is back goes on from there
[[nodiscard]] State carryOver(const Network& from, const State& state, const Network& to,
                              std::span<const NetworkState> earlier = {});

/// Is anything given up that may have been learned: a layer, a projection, or its B or M?
[[nodiscard]] bool givesUp(const Network& from, const Network& to);

}  // namespace vle
