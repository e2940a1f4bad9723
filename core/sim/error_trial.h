// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Errors that may run away by themselves, tried before the run. An error filter multiplies what is
// sudden by g = max(1, (2 τ_m − dt)/(2 τ_r − dt)); round a loop, or down a deep chain, that
// multiplies up. Neither is a bound, so it is played. Pure functions, any thread; slow.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// How long the trial is, ms.
inline constexpr double kErrorTrialMs = 20;

/// Why errors may run away.
enum class ErrorRisk {
  None,
  Loop,  ///< the spectral radius of |B| φ′ g round a loop of error neurons is not below 1
  Depth  ///< g multiplies to more than 1000 along a way down from a target
};

/// Whether there is reason for a trial; with initial weights and the largest φ′.
[[nodiscard]] ErrorRisk errorRisk(const Network& network);

/// What `errorTrial` found.
struct ErrorRunaway {
  ErrorRisk risk = ErrorRisk::None;
  Divergence divergence;
};

/// Plays the first 20 ms on a copy, learning as it is, where there is reason to.
/// @returns nothing if there is no reason, or everything stays finite
[[nodiscard]] std::optional<ErrorRunaway> errorTrial(const Network& network);

/// The warning: "Errors run away within the first 20 ms: …", at the layer where they do.
/// @param variant  named in it; "" if there is only one
[[nodiscard]] Issue issueOf(const Network& network, const ErrorRunaway& runaway,
                            const std::string& variant);

}  // namespace vle
