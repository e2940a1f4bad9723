// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The last moments of what diverged, played again from a state shortly before. Pure functions, any
// thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// What is shown of the time before a divergence, ms.
inline constexpr double kPreludeMs = 50;

struct DivergencePrelude {
  std::string probe;           ///< "hidden.u[0]", "W2.W[0;0]"
  std::vector<double> t;       ///< ms, ascending, to the step that diverged
  std::vector<double> values;  ///< one each
};

/// Plays the network on from a state before it diverged.
/// @param before      of the same run, not diverged
/// @param divergence  what was found
/// @returns nothing where it does not happen again (something was done meanwhile), or its place is
///          not in this network
[[nodiscard]] std::optional<DivergencePrelude> preludeOf(
    const std::shared_ptr<const Network>& network, const State& before,
    const Divergence& divergence);

}  // namespace vle
