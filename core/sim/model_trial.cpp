// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/model_trial.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/text.h"
#include "sim/divergence_levers.h"
#include "sim/error_trial.h"
#include "sim/simulator.h"

namespace vle {

namespace {

constexpr double kMostModelWork = 2e8;  ///< synapses × steps of a trial

/// What r̃² is at most: a mean lies within the range of its rate, and begins at 0.
double largestPower(const Network& network, const ProjectionPlan& plan) {
  if (plan.from_input) {
    const auto input = std::ranges::find(network.inputs, plan.pre, &InputPlan::range);
    const double largest = amplitudeOf(input->signal);
    return std::isnan(largest) ? std::numeric_limits<double>::infinity() : 4 * largest * largest;
  }
  const auto layer = std::ranges::find(network.layers, plan.pre, &LayerPlan::range);
  switch (layer->activation) {
    case Activation::Tanh:
      return 4;
    case Activation::Sigmoid:
    case Activation::HardSigmoid:
      return 1;
    case Activation::Linear:
    case Activation::Softplus:
    case Activation::Relu:
      break;
  }
  return std::numeric_limits<double>::infinity();
}

/// x of every neuron, with r̃² of every lower neuron as given.
/// @param power  of a projection and a lower neuron
template <class Power>
std::vector<double> stepsOf(const Network& network, Power power) {
  std::vector<double> steps(network.neuron_slots, 0);
  for (const ProjectionPlan& plan : network.projections) {
    if (!plan.learnsModel()) continue;
    const double h = network.settings.dt * plan.learn_model;
    plan.forEachSynapse([&](std::size_t, std::size_t i, std::size_t j) {
      steps[plan.post.begin + i] += h * power(plan, j);
    });
  }
  return steps;
}

}  // namespace

double modelBound(const Network& network) {
  if (!network.predicts() || network.settings.rule == Rule::Bptt) return 0;
  return std::ranges::max(stepsOf(network, [&](const ProjectionPlan& plan, std::size_t) {
    return largestPower(network, plan);
  }));
}

std::optional<ModelOvershoot> modelTrial(const Network& network) {
  if (modelBound(network) < kNearOvershoot) return std::nullopt;
  auto copy = std::make_shared<Network>(network);
  copy->held_out.reset();
  const double a_step = static_cast<double>(network.weight_slots + network.rate_slots);
  const double count =
      std::min(std::ceil(kModelTrialMs / network.settings.dt), std::floor(kMostModelWork / a_step));
  const Simulator simulator(copy);
  State state = initialState(*copy);
  ModelOvershoot found;
  for (double n = 0; n < count && !state.divergence; ++n) {
    simulator.advance(state, 1);
    const std::vector<double> steps =
        stepsOf(network, [&](const ProjectionPlan& plan, std::size_t j) {
          const double r_tilde = state.r_tilde[plan.firstFilter() + j];
          return r_tilde * r_tilde;
        });
    for (const LayerPlan& layer : network.layers) {
      const auto begin = steps.begin() + static_cast<std::ptrdiff_t>(layer.range.begin);
      const double largest =
          *std::max_element(begin, begin + static_cast<std::ptrdiff_t>(layer.range.size));
      if (!(largest > found.largest)) continue;
      found.layer = layer.id;
      found.largest = largest;
      found.t = static_cast<double>(state.step) * network.settings.dt;
    }
  }
  if (found.largest < kNearOvershoot) return std::nullopt;
  double fastest = 0;
  for (const ProjectionPlan& plan : network.projections) {
    if (!plan.readsModel() || plan.post != network.layer(found.layer)->range) continue;
    if (plan.learn_model <= fastest) continue;
    fastest = plan.learn_model;
    found.projection = plan.id;
  }
  return found;
}

Issue issueOf(const Network& network, const ModelOvershoot& overshoot, const std::string& variant) {
  const std::string name = network.projection(overshoot.projection)->name;
  std::string text = "Projection '" + name + "'";
  if (!variant.empty()) text += " in variant '" + variant + "'";
  text += ": M learns too fast for the rates that enter layer '" +
          network.layer(overshoot.layer)->name + "': dt η_M Σ r̃² reaches " +
          formatShort(overshoot.largest) + " at " + formatShort(overshoot.t) +
          " ms, and from 2 on a step overshoots by more than it corrects: make " + name +
          ".feedback.learn_model smaller.";
  return {Severity::Warning,
          "overshoot",
          std::move(text),
          {Place::Part::Projection, number(overshoot.projection), "feedback.learn_model"}};
}

std::vector<Issue> trialIssues(const Network& network, const std::string& variant) {
  std::vector<Issue> issues;
  if (const auto runaway = errorTrial(network)) {
    issues.push_back(issueOf(network, *runaway, variant));
  }
  if (const auto overshoot = modelTrial(network)) {
    issues.push_back(issueOf(network, *overshoot, variant));
  }
  return issues;
}

}  // namespace vle
