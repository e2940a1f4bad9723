// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Error neurons that predict their drive (M, model.md §3) may learn it too fast for the rates they
// see: a step multiplies what M mispredicts of those rates by 1 − x with x = dt Σ η_M r̃², over all
// that enters the neuron, and from x = 2 on it overshoots by more than it corrects. How large the
// rates are is played. Pure functions, any thread; slow.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "sim/network.h"

namespace vle {

/// How long the trial is at most, ms.
inline constexpr double kModelTrialMs = 200;
/// From here on x is near 2, and a warning.
inline constexpr double kNearOvershoot = 1.5;

/// What `modelTrial` found.
struct ModelOvershoot {
  ProjectionId
      projection{};  ///< of those into the layer that read M, the one that learns it fastest
  NodeId layer{};
  double largest = 0;  ///< of x in a neuron of the layer
  double t = 0;        ///< ms, when
};

/// An upper bound of x in any neuron; infinite where rates have none.
[[nodiscard]] double modelBound(const Network& network);

/// Plays the beginning on a copy, learning as it is, where x may come near 2.
/// @returns the largest x, if that is near 2 or beyond
[[nodiscard]] std::optional<ModelOvershoot> modelTrial(const Network& network);

/// The warning: "M learns too fast: …", at the rate that is to be smaller.
/// @param variant  named in it; "" if there is only one
[[nodiscard]] Issue issueOf(const Network& network, const ModelOvershoot& overshoot,
                            const std::string& variant);

/// Tries the beginning of a network before it runs, for runaway errors (error_trial.h) and for
/// this.
/// @returns a warning for each that was found
[[nodiscard]] std::vector<Issue> trialIssues(const Network& network, const std::string& variant);

}  // namespace vle
