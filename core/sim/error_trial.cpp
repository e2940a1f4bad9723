// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/error_trial.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.h"
#include "sim/activation.h"
#include "sim/feedback.h"
#include "sim/layer_groups.h"
#include "sim/simulator.h"

namespace vle {

namespace {

constexpr double kDeep = 1e3;           ///< product of g that gives reason
constexpr int kIterations = 60;         ///< of |B| φ′ g on a vector
constexpr double kMostTrialWork = 2e9;  ///< synapses × steps of a trial

/// g of every neuron.
std::vector<double> gainsOf(const Network& network) {
  std::vector<double> gains(network.neuron_slots, 1);
  if (network.settings.rule == Rule::Instantaneous) return gains;
  const double dt = network.settings.dt;
  for (std::size_t k = 0; k < gains.size(); ++k) {
    gains[k] = std::max(1.0, (2 * network.tau_m[k] - dt) / (2 * network.tau_r[k] - dt));
  }
  return gains;
}

/// Is |B| φ′ g 1 or more, for a vector of errors that goes round the loops again and again? Errors
/// reach 0 after at most as many rounds as there are layers where there is no loop.
bool hasLoopRisk(const Network& network, const std::vector<double>& gains) {
  std::vector<const ProjectionPlan*> loops;
  const LayerGroups groups(network);
  for (const ProjectionPlan& plan : network.projections) {
    if (groups.isOnLoop(plan)) loops.push_back(&plan);
  }
  if (loops.empty()) return false;
  std::vector<double> factor(network.neuron_slots, 0);
  for (const LayerPlan& layer : network.layers) {
    for (std::size_t k = layer.range.begin; k < layer.range.end(); ++k) {
      factor[k] = gains[k] * largestSlope(layer.activation);
    }
  }
  const State state = initialState(network);
  std::vector<double> e(network.neuron_slots, 1);
  double logarithm = 0;  // of how much the vector has grown
  for (int round = 0; round < kIterations; ++round) {
    std::vector<double> next(e.size(), 0);
    for (const ProjectionPlan* plan : loops) {
      plan->forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
        next[plan->pre.begin + j] +=
            std::abs(feedbackWeight(*plan, state, k)) * e[plan->post.begin + i];
      });
    }
    double largest = 0;
    for (std::size_t k = 0; k < next.size(); ++k) {
      next[k] *= factor[k];
      largest = std::max(largest, next[k]);
    }
    if (largest == 0) return false;
    for (double& x : next) x /= largest;
    logarithm += std::log(largest);
    e = std::move(next);
  }
  return logarithm / kIterations >= -1e-3;
}

/// The largest product of g along a way down from a target, each group of layers once.
double deepestGain(const Network& network, const std::vector<double>& gains) {
  const LayerGroups layers(network);
  std::vector<double> arrived(layers.groups().size(), 0);  // 0: no errors do
  for (const TargetPlan& target : network.targets) arrived[layers.groupOf(target.layer)] = 1;
  std::vector<std::vector<const ProjectionPlan*>> down(arrived.size());
  for (const ProjectionPlan& plan : network.projections) {
    if (!plan.from_input && !layers.isOnLoop(plan))
      down[layers.groupOf(plan.post)].push_back(&plan);
  }
  double deepest = 1;
  for (std::size_t g = 0; g < arrived.size(); ++g) {  // those above first
    double own = 1;
    for (const std::size_t l : layers.groups()[g]) {
      const Slots range = network.layers[l].range;
      for (std::size_t k = range.begin; k < range.end(); ++k) own = std::max(own, gains[k]);
    }
    const double sent = std::min(arrived[g] * own, 1e300);
    deepest = std::max(deepest, sent);
    for (const ProjectionPlan* plan : down[g]) {
      double& below = arrived[layers.groupOf(plan->pre)];
      below = std::max(below, sent);
    }
  }
  return deepest;
}

}  // namespace

ErrorRisk errorRisk(const Network& network) {
  if (network.settings.rule == Rule::Bptt || network.targets.empty()) return ErrorRisk::None;
  const std::vector<double> gains = gainsOf(network);
  if (hasLoopRisk(network, gains)) return ErrorRisk::Loop;
  return deepestGain(network, gains) > kDeep ? ErrorRisk::Depth : ErrorRisk::None;
}

std::optional<ErrorRunaway> errorTrial(const Network& network) {
  const ErrorRisk risk = errorRisk(network);
  if (risk == ErrorRisk::None) return std::nullopt;
  auto copy = std::make_shared<Network>(network);
  copy->held_out.reset();
  const double steps = std::ceil(kErrorTrialMs / network.settings.dt);
  if (steps * static_cast<double>(network.weight_slots + network.rate_slots) > kMostTrialWork)
    return std::nullopt;
  const Simulator simulator(copy);
  State state = initialState(*copy);
  simulator.advance(state, static_cast<std::int64_t>(steps));
  const bool are_errors =
      state.divergence && (state.divergence->variable == Divergence::Variable::v ||
                           state.divergence->variable == Divergence::Variable::e);
  if (!are_errors) return std::nullopt;
  return ErrorRunaway{risk, *state.divergence};
}

Issue issueOf(const Network& network, const ErrorRunaway& runaway, const std::string& variant) {
  const Divergence& at = runaway.divergence;
  const LayerPlan* layer = network.layer(at.layer);
  std::string text = "Errors run away within the first " + formatShort(kErrorTrialMs) + " ms";
  if (!variant.empty()) text += " in variant '" + variant + "'";
  text += ": e of layer '" + (layer != nullptr ? layer->name : std::string()) + "' reaches " +
          formatShort(at.value) + " at " +
          formatShort(static_cast<double>(at.step) * network.settings.dt) + " ms. ";
  text += runaway.risk == ErrorRisk::Loop
              ? "They run round a loop, and τ_m/τ_r multiplies them each time: make the "
                "weights on the loop smaller, or τ_r larger."
              : "Every layer multiplies sudden errors by τ_m/τ_r, and there are too many "
                "layers: make τ_r larger.";
  return {Severity::Warning, "errors", std::move(text), {Place::Part::Node, number(at.layer), {}}};
}

}  // namespace vle
