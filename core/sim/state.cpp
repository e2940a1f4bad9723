// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/state.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "sim/diagnostics.h"
#include "sim/pokes.h"
#include "sim/signal_memory.h"

namespace vle {

namespace {

using Array = AlignedVector State::*;

constexpr std::array<Array, 11> kActivity = {
    &State::u,     &State::v,       &State::e, &State::r,    &State::r_prime, &State::eps,
    &State::u_dot, &State::u_prosp, &State::s, &State::down, &State::r_before};
constexpr std::array<Array, 5> kFilters = {&State::r_mean, &State::x, &State::r_tilde,
                                           &State::r_tilde_before, &State::rho};
constexpr std::array<Array, 2> kDriveFilters = {&State::s_mean, &State::s_tilde};

bool sameSlice(const AlignedVector& a, Slots at_a, const AlignedVector& b, Slots at_b) {
  return std::equal(a.begin() + static_cast<std::ptrdiff_t>(at_a.begin),
                    a.begin() + static_cast<std::ptrdiff_t>(at_a.end()),
                    b.begin() + static_cast<std::ptrdiff_t>(at_b.begin));
}

void copySlice(const AlignedVector& from, Slots at_from, AlignedVector& to, Slots at_to) {
  if (from.empty() || to.empty()) return;  // moments of an optimizer that needs none
  std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(at_from.begin), at_from.size,
              to.begin() + static_cast<std::ptrdiff_t>(at_to.begin));
}

/// Are there moments of the same parameters in both?
bool sameMoments(const State& a, const State& b) {
  for (const auto moments :
       {&State::W_moments, &State::bias_moments, &State::tau_m_moments, &State::tau_r_moments}) {
    if ((a.*moments).m.empty() != (b.*moments).m.empty()) return false;
  }
  return true;
}

/// Leaves moments that start anew (updates = 0) at 0.
void copyMoments(const State& from, Slots at_from, State& to, Slots at_to,
                 Moments State::*moments) {
  if (to.updates == 0) return;
  copySlice((from.*moments).m, at_from, (to.*moments).m, at_to);
  copySlice((from.*moments).q, at_from, (to.*moments).q, at_to);
}

void carryLayer(const Network& from, const LayerPlan& old, const State& state, const Network& to,
                const LayerPlan& now, State& result) {
  for (const Array array : kActivity) copySlice(state.*array, old.range, result.*array, now.range);
  const auto carry = [&](Array live, AlignedVector Network::*initial, double rate) {
    const bool edited = !sameSlice(from.*initial, old.range, to.*initial, now.range);
    if (rate == 0 && edited) return;
    copySlice(state.*live, old.range, result.*live, now.range);
  };
  carry(&State::bias, &Network::bias, now.learn_bias);
  carry(&State::tau_m, &Network::tau_m, now.learn_tau_m);
  carry(&State::tau_r, &Network::tau_r, now.learn_tau_r);
  copyMoments(state, old.range, result, now.range, &State::bias_moments);
  copyMoments(state, old.range, result, now.range, &State::tau_m_moments);
  copyMoments(state, old.range, result, now.range, &State::tau_r_moments);
}

void carryProjection(const Network& from, const ProjectionPlan& old, const State& state,
                     const Network& to, const ProjectionPlan& now, State& result) {
  const bool same_synapses = old.pattern == now.pattern && old.pre.size == now.pre.size &&
                             old.post.size == now.post.size && old.pre_index == now.pre_index &&
                             old.post_index == now.post_index;
  if (!same_synapses) return;
  const bool W_edited = !sameSlice(from.W, old.weights, to.W, now.weights);
  if (now.learn != 0 || !W_edited) {
    copySlice(state.W, old.weights, result.W, now.weights);
    copyMoments(state, old.weights, result, now.weights, &State::W_moments);
  }
  const bool B_edited = !sameSlice(from.B, old.weights, to.B, now.weights);
  if (old.hasB() && (now.learnsB() || !B_edited)) {
    copySlice(state.B, old.weights, result.B, now.weights);
  }
  if (old.filters && now.filters) {
    for (const Array array : kFilters) {
      copySlice(state.*array, *old.filters, result.*array, *now.filters);
    }
  }
  if (old.drive_filters && now.drive_filters) {
    for (const Array array : kDriveFilters) {
      copySlice(state.*array, *old.drive_filters, result.*array, *now.drive_filters);
    }
  }
}

}  // namespace

bool Divergence::operator==(const Divergence& other) const {
  return step == other.step && variable == other.variable && layer == other.layer &&
         neuron == other.neuron && projection == other.projection && synapse == other.synapse &&
         std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(other.value);
}

const char* nameOf(Divergence::Variable variable) {
  static constexpr std::array kNames = {"v", "e", "u", "W", "B", "bias", "tau_m", "tau_r"};
  return kNames[static_cast<std::size_t>(variable)];
}

State initialState(const Network& network) {
  State state;
  const std::size_t n = network.neuron_slots;
  for (const Array array : kActivity) (state.*array).assign(n, 0);
  state.r.assign(network.rate_slots, 0);
  state.target.assign(network.target_slots, 0);
  for (const Array array : kFilters) (state.*array).assign(network.filter_slots, 0);
  for (const Array array : kDriveFilters) (state.*array).assign(network.drive_slots, 0);
  state.signal_memory = initialMemory(network);
  state.learning = network.settings.learning;
  state.tau_m = network.tau_m;
  state.tau_r = network.tau_r;
  state.bias = network.bias;
  state.W = network.W;
  state.B = network.B;
  const Optimizer::Kind optimizer = network.settings.optimizer.kind;
  const auto moments = [&](Moments& moment, bool learned, std::size_t size) {
    if (!learned || optimizer == Optimizer::Kind::Flow) return;
    moment.m.assign(size, 0);
    if (optimizer == Optimizer::Kind::Adam) moment.q.assign(size, 0);
  };
  const auto any = [](const auto& plans, auto rate) {
    return std::ranges::any_of(plans, [rate](const auto& plan) { return plan.*rate != 0; });
  };
  moments(state.W_moments, any(network.projections, &ProjectionPlan::learn), network.weight_slots);
  moments(state.bias_moments, any(network.layers, &LayerPlan::learn_bias), n);
  moments(state.tau_m_moments, any(network.layers, &LayerPlan::learn_tau_m), n);
  moments(state.tau_r_moments, any(network.layers, &LayerPlan::learn_tau_r), n);
  for (AlignedVector* coefficient : {&state.coefficients.error_gain, &state.coefficients.error_rate,
                                     &state.coefficients.membrane_rate}) {
    coefficient->assign(n, 0);
  }
  state.coefficients.feedback_gain.assign(network.filter_slots, 1);
  refreshCoefficients(network, state, {0, n});
  if (network.settings.rule == Rule::Bptt) {
    state.window = Trajectory(network, network.windowSteps(), {});
    state.window_gradient = Gradient(network, network.windowSteps());
  }
  return state;
}

void refreshCoefficients(const Network& network, State& state, Slots range) {
  for (std::size_t k = range.begin; k < range.end(); ++k) {
    const double tau_m = state.tau_m[k];
    const double tau_r = state.tau_r[k];
    state.coefficients.error_gain[k] = tau_m / tau_r;
    state.coefficients.error_rate[k] = network.settings.dt / tau_r;
    state.coefficients.membrane_rate[k] = 1 / tau_m;
  }
  for (const ProjectionPlan& plan : network.projections) {
    if (plan.from_input || plan.feedback != FeedbackKind::Analytic) continue;
    for (std::size_t j = 0; j < plan.pre.size; ++j) {
      const std::size_t neuron = plan.pre.begin + j;
      if (neuron < range.begin || neuron >= range.end()) continue;
      state.coefficients.feedback_gain[plan.firstFilter() + j] =
          squaredGain(plan.frequency, state.tau_m[neuron], state.tau_r[neuron]);
    }
  }
}

std::map<std::string, Weights> trainedWeights(const Network& network, const State& state) {
  std::map<std::string, Weights> result;
  for (const ProjectionPlan& plan : network.projections) {
    const std::size_t n_pre = plan.pre.size;
    const std::size_t n_post = plan.post.size;
    const bool one_to_one = plan.pattern == Pattern::Kind::OneToOne;
    Weights& weights = result[plan.name];
    const std::size_t count = one_to_one ? n_post : n_post * n_pre;
    weights.W.resize(count);
    weights.B.resize(plan.hasB() ? count : 0);
    for (std::size_t k = 0; k < plan.weights.size; ++k) {
      const auto [i, j] = plan.ends(k);
      weights.W[one_to_one ? k : i * n_pre + j] = state.W[plan.weights.begin + k];
      if (plan.hasB()) weights.B[one_to_one ? k : j * n_post + i] = state.B[plan.weights.begin + k];
    }
  }
  return result;
}

State carryOver(const Network& from, const State& state, const Network& to) {
  State result = initialState(to);
  const double t = static_cast<double>(state.step) * from.settings.dt;
  result.step = from.settings.dt == to.settings.dt ? state.step : std::llround(t / to.settings.dt);
  result.learning =
      from.settings.learning == to.settings.learning ? state.learning : to.settings.learning;
  // Moments belong to one optimizer and one set of learned parameters; others start anew, and their
  // bias correction with them.
  const bool same_optimizer =
      from.settings.optimizer.kind == to.settings.optimizer.kind && sameMoments(state, result);
  result.updates = same_optimizer ? state.updates : 0;
  result.divergence = state.divergence;  // only a reset brings a stopped variant back
  result.loss = state.loss;
  result.cost = state.cost;
  result.power = state.power;
  result.loss_mean = state.loss_mean;
  result.loss_weight = state.loss_weight;
  result.loss_slow = state.loss_slow;
  result.loss_sum = state.loss_sum;
  result.loss_rest = state.loss_rest;
  result.power_sum = state.power_sum;
  result.time_to_threshold = state.time_to_threshold;
  if (to.test) {
    result.loss_test = state.loss_test;
    result.loss_test_relative = state.loss_test_relative;
  }
  carrySignals(from, state, to, result);
  for (const LayerPlan& now : to.layers) {
    const LayerPlan* old = from.layer(now.id);
    if (old != nullptr && old->range.size == now.range.size) {
      carryLayer(from, *old, state, to, now, result);
    }
  }
  // What inputs and targets last were, so that a paused screen shows no gap.
  for (const InputPlan& now : to.inputs) {
    const auto old = std::ranges::find(from.inputs, now.id, &InputPlan::id);
    if (old == from.inputs.end() || old->range.size != now.range.size) continue;
    copySlice(state.r, old->range, result.r, now.range);
  }
  for (const TargetPlan& now : to.targets) {
    const auto old = std::ranges::find(from.targets, now.id, &TargetPlan::id);
    if (old == from.targets.end() || old->values.size != now.values.size) continue;
    copySlice(state.target, old->values, result.target, now.values);
  }
  for (const ProjectionPlan& now : to.projections) {
    const ProjectionPlan* old = from.projection(now.id);
    if (old != nullptr) carryProjection(from, *old, state, to, now, result);
  }
  setPokes(to, pokesOf(from, state), result);
  refreshCoefficients(to, result, {0, to.neuron_slots});
  return result;
}

}  // namespace vle
