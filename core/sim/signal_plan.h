// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A signal compiled, and what it remembers between steps in one array of the State: the sines drawn
// last, the value of the noise, what was set from outside. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/aligned.h"
#include "model/signal_spec.h"
#include "sim/slots.h"

namespace vle {

/// Streams of random numbers: a run and a held-out test never share one.
inline constexpr std::uint64_t kRunStream = 0;
inline constexpr std::uint64_t kHeldOutStream = 1;

/// A signal ready to be evaluated; constants are already numbers.
struct SignalPlan {
  SignalSpec spec;
  std::vector<double> constant = {};  ///< (channels,), ConstantSignal only
  Slots memory = {};                  ///< what it remembers between steps, in State::signal_memory
  std::uint64_t seed = 0;             ///< keys of its random stream: the seed of the settings …
  std::uint64_t id = 0;               ///< … the node …
  std::uint64_t stream = 0;           ///< … and what it is drawn for, a run or a test
  std::int64_t delay = 0;  ///< steps it is late; 0 before. Delays are compiled away: this
                           ///< is the signal of the input that is delayed, under its id
};

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

/// What a signal remembers before the first step: nothing drawn, live ones at 0 clamped into their
/// range.
/// @param memory  [in, out] of all signals, 0 so far
void beginMemory(const SignalPlan& signal, AlignedVector& memory);

}  // namespace vle
