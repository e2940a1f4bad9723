// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a state's signals remember (State::signal_memory), handed on: to a held-out test, to a
// changed network, and from outside to a live signal. Simulation thread.
#pragma once

#include <span>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// The memory of the network's test before its first step; what is live there and in the state
/// keeps the state's values.
/// @pre the network has a test
[[nodiscard]] AlignedVector heldOutMemory(const Network& network, const State& state);

/// Hands on what signals remember, by node id, where the signal is the same: it goes on as if
/// nothing had happened. Live values are clamped into a range that has changed.
/// @param result  [in, out] of the network `to`, its step set already
void carrySignals(const Network& from, const State& state, const Network& to, State& result);

/// Sets the values of a live signal, clamped into its range; other nodes, surplus values and values
/// that are not finite are ignored.
/// @param node    input or target; signals that delay it hear it, too
/// @param values  (channels,)
void setLive(const Network& network, NodeId node, std::span<const double> values, State& state);

}  // namespace vle
