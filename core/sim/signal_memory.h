// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What signals remember between steps, in one array of the State: the sines drawn last, the value
// of the noise, what was set from outside. Simulation thread.
#pragma once

#include <cstdint>
#include <span>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// Streams of random numbers: a run and a held-out test never share one.
inline constexpr std::uint64_t kRunStream = 0;
inline constexpr std::uint64_t kTestStream = 1;

/// Slots a signal needs.
///
///   random sines  which drawing, then f and phase of every sine, channel by channel
///   noise         the step the values belong to, then one value per channel
///   live          one value per channel
///   live, delayed the steps seen, then per channel: what is set now, what is played, and what was
///                 set at the last `delay` steps
///
/// @param delay  steps
[[nodiscard]] std::size_t memorySize(const SignalSpec& signal, std::size_t channels,
                                     std::int64_t delay = 0);

/// Where the values that are set now begin in the memory of a live signal.
[[nodiscard]] inline std::size_t liveBegin(const SignalPlan& signal) {
  return signal.memory.begin + (signal.delay > 0 ? 1 : 0);
}
/// Channels of a live signal.
[[nodiscard]] inline std::size_t liveSize(const SignalPlan& signal) {
  if (signal.delay == 0) return signal.memory.size;
  return (signal.memory.size - 1) / (2 + static_cast<std::size_t>(signal.delay));
}

/// The memory before the first step: nothing drawn, live signals at 0 clamped into their range.
[[nodiscard]] AlignedVector initialMemory(const Network& network);

/// The same for the network's test; what is live there and in the state keeps the state's values.
/// @pre the network has a test
[[nodiscard]] AlignedVector testMemory(const Network& network, const State& state);

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
