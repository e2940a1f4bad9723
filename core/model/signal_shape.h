// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be said of a signal without running it: channels, ranges, period. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/network_spec.h"

namespace vle {

/// Why a signal cannot drive `size` channels; nothing if it can.
[[nodiscard]] std::optional<std::string> signalProblem(const SignalSpec& signal, std::int64_t size);

/// The one frequency all channels of a signal share, Hz; nothing if there is none or several.
[[nodiscard]] std::optional<double> singleFrequency(const SignalSpec& signal);

/// The time after which a signal repeats, ms; nothing if it does not, or not within a minute.
[[nodiscard]] std::optional<double> signalPeriod(const SignalSpec& signal);

}  // namespace vle
