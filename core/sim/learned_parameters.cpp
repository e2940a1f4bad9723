// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/learned_parameters.h"

#include <algorithm>
#include <array>

namespace vle {

namespace {

/// One row for each enumerator, in order.
struct Row {
  std::string_view key;
  AlignedVector State::*live;
  AlignedVector Network::*initial;
  double LayerPlan::*rate;  ///< nullptr: of a projection
};

constexpr std::array<Row, 5> kRows = {{
    {"tau_m", &State::tau_m, &Network::tau_m, &LayerPlan::learn_tau_m},
    {"tau_r", &State::tau_r, &Network::tau_r, &LayerPlan::learn_tau_r},
    {"bias", &State::bias, &Network::bias, &LayerPlan::learn_bias},
    {"W", &State::W, &Network::W, nullptr},
    {"B", &State::B, &Network::B, nullptr},
}};

const Row& rowOf(Learned what) { return kRows[static_cast<std::size_t>(what)]; }

/// The numbers of one parameter out of the array of its quantity, in the order a person writes.
template <class Number>
std::vector<Number> asWritten(const Network& network, std::span<const Number> array,
                              LearnedParameter parameter) {
  const std::optional<Slots> slots = slotsOf(network, parameter);
  if (!slots || slots->end() > array.size()) return {};
  const std::span<const Number> live = array.subspan(slots->begin, slots->size);
  const ProjectionPlan* plan = network.projection(ProjectionId{parameter.id});
  if (plan == nullptr || plan->pattern == Pattern::Kind::OneToOne) {
    return {live.begin(), live.end()};
  }
  const std::size_t n_pre = plan->pre.size;
  const std::size_t n_post = plan->post.size;
  std::vector<Number> values(n_pre * n_post);
  plan->forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
    const std::size_t at = parameter.what == Learned::W ? i * n_pre + j : j * n_post + i;
    values[at] = live[k];
  });
  return values;
}

}  // namespace

std::optional<Learned> learnedQuantity(std::string_view key) {
  const auto row = std::ranges::find(kRows, key, &Row::key);
  if (row == kRows.end()) return std::nullopt;
  return static_cast<Learned>(row - kRows.begin());
}

std::optional<Slots> slotsOf(const Network& network, LearnedParameter parameter) {
  if (rowOf(parameter.what).rate != nullptr) {
    const LayerPlan* layer = network.layer(NodeId{parameter.id});
    return layer != nullptr ? std::optional(layer->range) : std::nullopt;
  }
  const ProjectionPlan* plan = network.projection(ProjectionId{parameter.id});
  const bool exists = plan != nullptr && (parameter.what == Learned::W || plan->hasB());
  return exists ? std::optional(plan->weights) : std::nullopt;
}

bool isLearned(const Network& network, LearnedParameter parameter) {
  if (const auto rate = rowOf(parameter.what).rate; rate != nullptr) {
    const LayerPlan* layer = network.layer(NodeId{parameter.id});
    return layer != nullptr && layer->*rate != 0;
  }
  const ProjectionPlan* plan = network.projection(ProjectionId{parameter.id});
  if (plan == nullptr) return false;
  return parameter.what == Learned::W ? plan->changesW() : plan->learnsB();
}

const AlignedVector& initialArray(const Network& network, Learned what) {
  return network.*rowOf(what).initial;
}

std::vector<double> liveValues(const Network& network, const State& state,
                               LearnedParameter parameter) {
  const AlignedVector& live = state.*rowOf(parameter.what).live;
  return asWritten<double>(network, {live.data(), live.size()}, parameter);
}

std::vector<float> liveValues(const Network& network, std::span<const float> live,
                              LearnedParameter parameter) {
  return asWritten<float>(network, live, parameter);
}

void setNow(const Network& network, LearnedParameter parameter, State& state) {
  const std::optional<Slots> slots = slotsOf(network, parameter);
  if (!slots || state.divergence) return;
  const Row& row = rowOf(parameter.what);
  std::copy_n((network.*row.initial).begin() + static_cast<std::ptrdiff_t>(slots->begin),
              slots->size, (state.*row.live).begin() + static_cast<std::ptrdiff_t>(slots->begin));
  if (row.rate != nullptr) refreshCoefficients(network, state, *slots);
  if (network.settings.rule == Rule::Bptt) {  // its steps were taken with other numbers
    state.window = Trajectory(network, network.windowSteps(), {});
  }
}

}  // namespace vle
