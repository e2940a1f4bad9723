// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The frequencies that drive a network, and the time after which all of it repeats. Pure functions,
// any thread.
#pragma once

#include <optional>
#include <vector>

#include "sim/network.h"

namespace vle {

/// What inputs and targets are made of, if all of them are sums of sines or repeat.
struct SignalLines {
  std::vector<double> all;       ///< Hz; of the inputs first
  std::optional<double> period;  ///< ms, of all together
};

/// @returns nothing if one of them does neither, or all are constant
[[nodiscard]] std::optional<SignalLines> signalLines(const Network& network);

}  // namespace vle
