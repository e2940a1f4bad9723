// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/finite_difference.h"

#include <algorithm>

#include "sim/dynamics.h"
#include "sim/kernels.h"
#include "sim/pokes.h"

namespace vle {

namespace {
constexpr double kStep = 1e-4;
}

Replay::Replay(const Network& network, const State& start, const Trajectory& trajectory)
    : parameters(start), network_(network), start_(start), trajectory_(trajectory) {
  std::ranges::fill(parameters.e, 0);  // no error acts on a membrane: γ = 0
}

double Replay::cost(Trajectory* record) {
  State& state = parameters;
  state.u = start_.u;
  state.r = start_.r;
  state.step = start_.step;
  refreshCoefficients(network_, state, {0, network_.neuron_slots});
  if (record != nullptr) record->clear();
  const std::size_t n_neurons = network_.neuron_slots;
  ActivateAll* activate = kernels().activate_all;
  long double sum = 0;  // what differences of two costs lose must not be rounding of the sum
  for (std::size_t n = 0; n < trajectory_.steps; ++n) {
    const double* r = row(trajectory_.r, n, network_.rate_slots);
    std::copy(r + n_neurons, r + network_.rate_slots, state.r.begin() + std::ssize(state.u));
    std::copy_n(row(trajectory_.target, n, network_.target_slots), network_.target_slots,
                state.target.begin());
    for (const TargetPlan& plan : network_.targets) {
      for (std::size_t k = 0; k < plan.values.size; ++k) {
        const double difference =
            state.target[plan.values.begin + k] - state.r[plan.layer.begin + k];
        sum += 0.5 * plan.beta * difference * difference;
      }
    }
    if (record != nullptr) recordBefore(state, *record);
    integrateInputs(network_, state);
    pokeInputs(state);
    updateMembranes(network_, state);
    pokePotentials(state);
    for (const ActivationRun& run : network_.runs) {  // most of the time goes here
      const std::size_t k = run.range.begin;
      activate(run.activation, state.u_prosp.data() + k, state.r.data() + k,
               state.r_prime.data() + k, run.range.size);
    }
    pokeRates(state);
    if (record != nullptr) recordAfter(state, *record);
    ++state.step;
  }
  return network_.settings.dt * static_cast<double>(sum);
}

double Replay::derivative(AlignedVector State::*parameter, std::size_t k) {
  double& value = (parameters.*parameter)[k];
  const double middle = value;
  const bool is_tau = parameter == &State::tau_m || parameter == &State::tau_r;
  const double h = is_tau ? kStep * middle : kStep;
  const auto cost_at = [&](double steps) {
    value = middle + steps * h;
    return cost();
  };
  const double near = cost_at(1) - cost_at(-1);
  const double far = cost_at(2) - cost_at(-2);
  value = middle;
  return (8 * near - far) / (12 * h);
}

}  // namespace vle
