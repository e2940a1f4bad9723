// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/divergence.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace vle {

namespace {

using Variable = Divergence::Variable;

/// Magnitude as an integer: orders like |x|, and puts infinities and NaN above every number.
std::uint64_t magnitude(double x) {
  return std::bit_cast<std::uint64_t>(x) & 0x7fffffffffffffffULL;
}

/// Is any value of a slice out of range? One pass without branches.
bool runsAway(const AlignedVector& values, Slots range) {
  std::uint64_t largest = 0;
  for (std::size_t k = range.begin; k < range.end(); ++k) {
    largest = std::max(largest, magnitude(values[k]));
  }
  return largest > magnitude(kDivergenceLimit);
}

std::size_t firstOutOfRange(const AlignedVector& values, Slots range) {
  std::size_t k = range.begin;
  while (magnitude(values[k]) <= magnitude(kDivergenceLimit)) ++k;
  return k;
}

std::optional<Divergence> findInNeurons(const Network& network, const State& state,
                                        Variable variable, const AlignedVector& values) {
  if (!runsAway(values, {0, network.neuron_slots})) return std::nullopt;
  for (const LayerPlan& layer : network.layers) {
    if (!runsAway(values, layer.range)) continue;
    const std::size_t k = firstOutOfRange(values, layer.range);
    return Divergence{.step = state.step,
                      .variable = variable,
                      .layer = layer.id,
                      .neuron = k - layer.range.begin,
                      .projection = {},
                      .synapse = 0,
                      .value = values[k]};
  }
  return std::nullopt;
}

std::optional<Divergence> findInWeights(const Network& network, const State& state,
                                        const ProjectionPlan& plan, Variable variable,
                                        const AlignedVector& values) {
  if (!runsAway(values, plan.weights)) return std::nullopt;
  const std::size_t k = firstOutOfRange(values, plan.weights);
  const auto [i, j] = plan.ends(k - plan.weights.begin);
  const bool is_B = variable == Variable::B;
  // An input has no neuron to name, so W is named by its upper one.
  const Slots range = is_B ? plan.pre : plan.post;
  const auto layer = std::ranges::find(network.layers, range, &LayerPlan::range);
  return Divergence{.step = state.step,
                    .variable = variable,
                    .layer = layer->id,
                    .neuron = is_B ? j : i,
                    .projection = plan.id,
                    .synapse = k - plan.weights.begin,
                    .value = values[k]};
}

}  // namespace

std::optional<Divergence> findDivergence(const Network& network, const State& state,
                                         bool learning) {
  const bool uses_errors = network.settings.rule != Rule::Bptt;
  if (uses_errors) {
    if (auto found = findInNeurons(network, state, Variable::v, state.v)) return found;
    if (auto found = findInNeurons(network, state, Variable::e, state.e)) return found;
  }
  if (auto found = findInNeurons(network, state, Variable::u, state.u)) return found;
  if (!learning) return std::nullopt;
  for (const ProjectionPlan& plan : network.projections) {
    if (plan.changesW()) {
      if (auto found = findInWeights(network, state, plan, Variable::W, state.W)) return found;
    }
    if (uses_errors && plan.learnsB()) {
      if (auto found = findInWeights(network, state, plan, Variable::B, state.B)) return found;
    }
    if (uses_errors && plan.learnsModel()) {
      if (auto found = findInWeights(network, state, plan, Variable::M, state.M)) return found;
    }
  }
  if (network.learns(&LayerPlan::learn_bias)) {
    if (auto found = findInNeurons(network, state, Variable::bias, state.bias)) return found;
  }
  if (network.learns(&LayerPlan::learn_tau_m)) {
    if (auto found = findInNeurons(network, state, Variable::tau_m, state.tau_m)) return found;
  }
  if (network.learns(&LayerPlan::learn_tau_r)) {
    if (auto found = findInNeurons(network, state, Variable::tau_r, state.tau_r)) return found;
  }
  return std::nullopt;
}

}  // namespace vle
