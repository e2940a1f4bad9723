// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/divergence_prelude.h"

#include "base/error.h"
#include "sim/probes.h"
#include "sim/simulator.h"

namespace vle {

namespace {

using Variable = Divergence::Variable;

/// The probe of what diverged; empty if the network has no such place.
std::string probeOf(const Network& network, const Divergence& divergence) {
  const std::string variable = std::string(".") + nameOf(divergence.variable);
  if (divergence.variable != Variable::W && divergence.variable != Variable::B) {
    const LayerPlan* layer = network.layer(divergence.layer);
    if (layer == nullptr) return {};
    return layer->name + variable + "[" + std::to_string(divergence.neuron) + "]";
  }
  const ProjectionPlan* plan = network.projection(divergence.projection);
  if (plan == nullptr || divergence.synapse >= plan->weights.size) return {};
  const auto [i, j] = plan->ends(divergence.synapse);
  const bool is_W = divergence.variable == Variable::W;
  return plan->name + (is_W ? ".W[" : ".B[") + std::to_string(is_W ? i : j) + ";" +
         std::to_string(is_W ? j : i) + "]";
}

}  // namespace

std::optional<DivergencePrelude> preludeOf(const std::shared_ptr<const Network>& network,
                                           const State& before, const Divergence& divergence) {
  DivergencePrelude result{.probe = probeOf(*network, divergence), .t = {}, .values = {}};
  if (result.probe.empty() || before.divergence || before.step > divergence.step) {
    return std::nullopt;
  }
  std::vector<Channel> channels;
  try {
    channels = channelsOf(*network, result.probe);
  } catch (const Error&) {
    return std::nullopt;
  }
  const double dt = network->settings.dt;
  const Simulator simulator(network);
  State state = before;
  const double from = (static_cast<double>(divergence.step) + 1) * dt - kPreludeMs;
  while (!state.divergence && state.step <= divergence.step) {
    simulator.advance(state, 1);
    const double t = static_cast<double>(state.step) * dt;
    if (t < from) continue;
    result.t.push_back(t);
    result.values.push_back(channels.front().read(*network, state));
  }
  if (!state.divergence || state.divergence->step != divergence.step ||
      state.divergence->variable != divergence.variable) {
    return std::nullopt;
  }
  return result;
}

}  // namespace vle
