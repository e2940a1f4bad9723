// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One synapse of the network that runs: where it is, the probes that tell about it, and what
// backpropagation through time would need for it. Pure functions, GUI thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/selection.h"
#include "sim/network.h"

namespace vle::ui {

struct SynapseSubject {
  std::shared_ptr<const Network> network;
  const ProjectionPlan* plan = nullptr;  ///< of the network
  SynapseRef choice;
  std::size_t offset = 0;    ///< within the weights of the projection
  std::string upper, lower;  ///< "output[0]"; without index where it is the only one
  // Channels; empty where there is none.
  std::string r, e, W, W_dot;
  std::string B, B_dot;
  std::string r_tilde, rho, s_tilde;
  std::string M, delta;

  /// All channels there are.
  [[nodiscard]] std::vector<std::string> channels() const;
};

/// @returns nothing where the network has no such synapse
[[nodiscard]] std::optional<SynapseSubject> subjectOf(std::shared_ptr<const Network> network,
                                                      const SynapseRef& choice);

/// What the exact gradient of one weight rests on, besides what its synapse sees.
struct FarNeeds {
  std::vector<std::string> projections;  ///< on the ways from the upper neuron to the outputs
  std::vector<std::string> layers;       ///< whose slopes φ′ are needed and not at hand
  std::vector<std::string> targets;
  double horizon = 0;  ///< ms of the future that matter: 5 of the largest time constants
  Selection marked;    ///< all of that which lies beyond the upper neuron
};

/// @param tau_m, tau_r  ms, of every neuron as it is now; empty: as the network begins
[[nodiscard]] FarNeeds farNeeds(const Network& network, const ProjectionPlan& projection,
                                std::span<const float> tau_m = {},
                                std::span<const float> tau_r = {});

}  // namespace vle::ui
