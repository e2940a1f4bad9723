// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Input and target generators: the value of a signal at a step, from the step's number and, for
// noise and what is set from outside, from what the signal remembers. Pure functions, any thread.
#pragma once

#include <cstdint>

#include "sim/network.h"

namespace vle {

/// Writes the value of every channel at step n.
///
/// Noise is x ← a x + sd √(1 − a²) ξ_n with a = exp(−dt/τ); where it does not follow on step n − 1
/// it starts from its stationary distribution, x = sd ξ_n. ξ_n and random sines come from the
/// streams (seed, id, run or test, channel, n or number of the redraw). A smooth square is
///
///   low + (high − low) Σ_j (−1)^j Φ((t − j T/2)/σ)    over the edges within 9 σ, if σ ≤ T/4, else
///   (low + high)/2 + (high − low) (2/π) Σ_{odd m ≤ 5} sin(2π m t/T) exp(−2 π² m² σ²/T²)/m,
///
/// both to rounding, so the cost does not depend on σ. A delayed signal is 0 for its first `delay`
/// steps, then what it was that many steps ago.
///
/// @param signal  the compiled signal
/// @param n       step, ≥ 0; the time is t = n dt
/// @param dt      ms
/// @param memory  [in, out] (signal.memory.size,), as beginMemory makes it; evaluating a step
///                twice changes nothing
/// @param values  [out] (channels,)
/// @param size    number of channels
/// @note  no allocation, does not throw
/// @source format.md, "Signals"
void evaluateSignal(const SignalPlan& signal, std::int64_t n, double dt, double* memory,
                    double* values, std::size_t size);

/// The same for steps n … n + count − 1, to the same bits; sums of sines many times faster.
/// @param values  [out] (count, stride): row k holds the channels at step n + k
/// @param stride  ≥ size
void evaluateSignal(const SignalPlan& signal, std::int64_t n, std::int64_t count, double dt,
                    double* memory, double* values, std::size_t stride, std::size_t size);

}  // namespace vle
