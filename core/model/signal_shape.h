// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be said of a signal without running it: channels, ranges, period. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "model/network_spec.h"

namespace vle {

/// Why a signal cannot drive `size` channels; nothing if it can.
[[nodiscard]] std::optional<std::string> signalProblem(const SignalSpec& signal, std::int64_t size);

/// The frequencies a signal consists of, Hz, ascending, each once; empty for a constant. Nothing
/// for signals that are no sums of sines.
[[nodiscard]] std::optional<std::set<double>> frequencies(const SignalSpec& signal);

/// The time after which a sum of these sines repeats, ms; nothing if it is longer than a minute, or
/// there are none.
/// @param all  Hz, > 0
[[nodiscard]] std::optional<double> periodOfSines(const std::set<double>& all);

/// The time after which a signal repeats, ms; nothing if it does not, or not within a minute. A
/// pulse repeats from its start on.
[[nodiscard]] std::optional<double> signalPeriod(const SignalSpec& signal);

}  // namespace vle
