// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "detail/synapse_subject.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace vle::ui {

namespace {

std::string indexed(const std::string& name, std::size_t index, std::size_t size) {
  return size > 1 ? name + "[" + std::to_string(index) + "]" : name;
}

/// Node names by their slots.
template <class Plans>
std::string nameAt(const Plans& plans, Slots range) {
  const auto found =
      std::ranges::find_if(plans, [&](const auto& plan) { return plan.range == range; });
  return found == plans.end() ? std::string() : found->name;
}

/// Layers that can be come to from some, along projections or against them.
std::set<std::size_t> reached(const Network& network, std::set<std::size_t> from, bool is_upward) {
  const auto range_of = [&](std::size_t layer) { return network.layers[layer].range; };
  for (bool grows = true; grows;) {
    grows = false;
    for (const ProjectionPlan& plan : network.projections) {
      if (plan.from_input) continue;
      for (std::size_t a = 0; a < network.layers.size(); ++a) {
        if (!from.contains(a) || !(range_of(a) == (is_upward ? plan.pre : plan.post))) continue;
        for (std::size_t b = 0; b < network.layers.size(); ++b) {
          if (range_of(b) == (is_upward ? plan.post : plan.pre)) grows |= from.insert(b).second;
        }
      }
    }
  }
  return from;
}

}  // namespace

std::vector<std::string> SynapseSubject::channels() const {
  std::vector<std::string> all = {r, e, W, W_dot, B, B_dot, r_tilde, rho, s_tilde, M, delta};
  std::erase(all, "");
  return all;
}

std::optional<SynapseSubject> subjectOf(std::shared_ptr<const Network> network,
                                        const SynapseRef& choice) {
  if (network == nullptr) return std::nullopt;
  const ProjectionPlan* plan = network->projection(choice.projection);
  if (plan == nullptr || choice.post >= plan->post.size || choice.pre >= plan->pre.size) {
    return std::nullopt;
  }
  const auto offset = plan->synapse(choice.post, choice.pre);
  if (!offset) return std::nullopt;
  SynapseSubject subject;
  subject.plan = plan;
  subject.choice = choice;
  subject.offset = *offset;
  const std::string above = nameAt(network->layers, plan->post);
  const std::string below =
      plan->from_input ? nameAt(network->inputs, plan->pre) : nameAt(network->layers, plan->pre);
  subject.upper = indexed(above, choice.post, plan->post.size);
  subject.lower = indexed(below, choice.pre, plan->pre.size);
  const std::string i = std::to_string(choice.post), j = std::to_string(choice.pre);
  const auto of = [&](const char* variable, const std::string& index) {
    return plan->name + "." + variable + "[" + index + "]";
  };
  subject.r = of("r_pre", j);
  subject.e = above + ".e[" + i + "]";
  subject.W = of("W", i + ";" + j);
  subject.W_dot = of("W_dot", i + ";" + j);
  if (!plan->from_input) {
    subject.B = of("B", j + ";" + i);
    subject.B_dot = of("B_dot", j + ";" + i);
    const FeedbackTraits& traits = feedbackTraits(plan->feedback);
    if (traits.doesSee(FeedbackFactor::RateDeviation)) subject.r_tilde = of("r_tilde", j);
    if (traits.doesSee(FeedbackFactor::FilteredRate)) subject.rho = of("rho", j);
    if (traits.doesSee(FeedbackFactor::DriveDeviation)) subject.s_tilde = of("s_tilde", i);
    if (traits.doesSee(FeedbackFactor::Model)) {
      subject.M = of("M", i + ";" + j);
      subject.delta = above + ".delta[" + i + "]";
    }
  }
  subject.network = std::move(network);
  return subject;
}

FarNeeds farNeeds(const Network& network, const ProjectionPlan& projection,
                  std::span<const float> tau_m, std::span<const float> tau_r) {
  FarNeeds needs;
  std::set<std::size_t> upper, outputs;
  for (std::size_t k = 0; k < network.layers.size(); ++k) {
    const Slots range = network.layers[k].range;
    if (range == projection.post) upper.insert(k);
    if (std::ranges::any_of(network.targets, [&](const auto& t) { return t.layer == range; })) {
      outputs.insert(k);
    }
  }
  // On a way is what both the neuron above reaches and an output is reached from.
  const std::set<std::size_t> above = reached(network, upper, true);
  const std::set<std::size_t> below = reached(network, outputs, false);
  std::set<std::size_t> between;
  std::ranges::set_intersection(above, below, std::inserter(between, between.end()));
  const auto is_between = [&](Slots range) {
    return std::ranges::any_of(between,
                               [&](std::size_t k) { return network.layers[k].range == range; });
  };
  // The slope of the neuron above is at hand; others of its layer count where a loop leads to them.
  const bool is_looped = std::ranges::any_of(network.projections, [&](const ProjectionPlan& plan) {
    return !plan.from_input && plan.post == projection.post && is_between(plan.pre);
  });
  double slowest = 0;
  for (const bool is_own : {true, false}) {
    for (const std::size_t k : between) {
      if (upper.contains(k) != is_own) continue;
      const LayerPlan& layer = network.layers[k];
      if (!is_own || is_looped) needs.layers.push_back(layer.name);
      if (!is_own) needs.marked.nodes.insert(layer.id);
      for (std::size_t n = layer.range.begin; n < layer.range.end(); ++n) {
        slowest = std::max({slowest, n < tau_m.size() ? double{tau_m[n]} : network.tau_m[n],
                            n < tau_r.size() ? double{tau_r[n]} : network.tau_r[n]});
      }
    }
  }
  needs.horizon = 5 * slowest;
  for (const ProjectionPlan& plan : network.projections) {
    if (plan.from_input || !is_between(plan.pre) || !is_between(plan.post)) continue;
    needs.projections.push_back(plan.name);
    if (plan.id != projection.id) needs.marked.projections.insert(plan.id);
  }
  for (const TargetPlan& target : network.targets) {
    if (!is_between(target.layer)) continue;
    needs.targets.push_back(target.name);
    needs.marked.nodes.insert(target.id);
  }
  return needs;
}

}  // namespace vle::ui
