// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Input and target generators: the value of a signal at a step, from nothing but the step's number.
// Pure functions, any thread.
#pragma once

#include <cstdint>

#include "sim/network.h"

namespace vle {

/// Writes the value of every channel at step n.
///
/// @param signal  the compiled signal
/// @param n       step, ≥ 0; the time is t = n dt
/// @param dt      ms
/// @param values  [out] (channels,)
/// @param size    number of channels
/// @note  no allocation, does not throw
/// @source format.md, "Signals"
void evaluateSignal(const SignalPlan& signal, std::int64_t n, double dt, double* values,
                    std::size_t size);

}  // namespace vle
