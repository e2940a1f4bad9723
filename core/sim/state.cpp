// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/state.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "sim/transfer.h"

namespace vle {

namespace {

/// Puts an array of the state into a row; the array's length is the row's.
void put(const AlignedVector& values, AlignedVector& rows, std::size_t step) {
  std::ranges::copy(values, rows.begin() + static_cast<std::ptrdiff_t>(step * values.size()));
}

}  // namespace

bool Divergence::operator==(const Divergence& other) const {
  return step == other.step && variable == other.variable && layer == other.layer &&
         neuron == other.neuron && projection == other.projection && synapse == other.synapse &&
         std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(other.value);
}

const char* nameOf(Divergence::Variable variable) {
  static constexpr std::array kNames = {"v", "e", "u", "W", "B", "bias", "tau_m", "tau_r", "M"};
  return kNames[static_cast<std::size_t>(variable)];
}

State initialState(const Network& network) {
  State state;
  const std::size_t n = network.neuron_slots;
  for (const auto array : kActivity) (state.*array).assign(n, 0);
  state.r.assign(network.rate_slots, 0);
  state.target.assign(network.target_slots, 0);
  for (const auto array : kFilters) (state.*array).assign(network.filter_slots, 0);
  for (const auto array : kDriveFilters) (state.*array).assign(network.drive_slots, 0);
  state.signal_memory.assign(network.memory_slots, 0);
  for (const InputPlan& input : network.inputs) beginMemory(input.signal, state.signal_memory);
  for (const TargetPlan& target : network.targets) beginMemory(target.signal, state.signal_memory);
  state.learning = network.settings.learning;
  state.tau_m = network.tau_m;
  state.tau_r = network.tau_r;
  state.bias = network.bias;
  state.W = network.W;
  state.B = network.B;
  state.M = network.M;
  if (network.predicts()) {
    for (const auto array : kPredictions) (state.*array).assign(n, 0);
  }
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
    if (plan.from_input || !plan.uses.frequency) continue;
    for (std::size_t j = 0; j < plan.pre.size; ++j) {
      const std::size_t neuron = plan.pre.begin + j;
      if (neuron < range.begin || neuron >= range.end()) continue;
      state.coefficients.feedback_gain[plan.firstFilter() + j] = squaredGain(
          plan.frequency, state.tau_m[neuron], state.tau_r[neuron], network.settings.dt);
    }
  }
}

void recordBefore(const State& state, Trajectory& trajectory) {
  if (trajectory.steps == 0) trajectory.first_step = state.step;
  put(state.r, trajectory.r, trajectory.steps);
  put(state.target, trajectory.target, trajectory.steps);
  if (!trajectory.parts.parameters && trajectory.steps > 0) return;
  put(state.W, trajectory.W, trajectory.steps);
  put(state.tau_m, trajectory.tau_m, trajectory.steps);
  put(state.tau_r, trajectory.tau_r, trajectory.steps);
}

void recordAfter(const State& state, Trajectory& trajectory) {
  put(state.r_prime, trajectory.r_prime, trajectory.steps);
  for (const ActivePoke& poke : state.pokes) {
    if (poke.kind != PokeKind::HoldPotential) continue;
    trajectory.r_prime[trajectory.steps * state.r_prime.size() + poke.slot] = 0;
  }
  put(state.u_dot, trajectory.u_dot, trajectory.steps);
  if (trajectory.parts.errors) {
    put(state.e, trajectory.e, trajectory.steps);
    put(state.eps, trajectory.eps, trajectory.steps);
  }
  ++trajectory.steps;
}

}  // namespace vle
