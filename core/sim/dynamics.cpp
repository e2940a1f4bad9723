// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/dynamics.h"

#include <algorithm>
#include <cmath>

#include "sim/activation.h"
#include "sim/weight_maps.h"

namespace vle {

namespace {

constexpr double kLossMean = 500;   // ms
constexpr double kLossSlow = 1000;  // ms

/// down_j += |H_j|² Σ_i W_ij e_i
void sendAnalytically(const ProjectionPlan& projection, State& state) {
  const double* gain = state.coefficients.feedback_gain.data() + projection.firstFilter();
  const double* W = state.W.data() + projection.weights.begin;
  const double* e = state.e.data() + projection.post.begin;
  double* down = state.down.data() + projection.pre.begin;
  projection.forEachSynapse(
      [=](std::size_t k, std::size_t i, std::size_t j) { down[j] += gain[j] * W[k] * e[i]; });
}

/// The baseline without filters: v = e = ε.
void updateInstantaneousErrors(const Network& network, State& state) {
  for (std::size_t k = 0; k < network.neuron_slots; ++k) {
    const double eps = state.r_prime[k] * state.down[k];
    state.eps[k] = eps;
    state.v[k] = eps;
    state.e[k] = eps;
    state.down[k] = 0;
  }
}

}  // namespace

void compareWithTargets(const Network& network, State& state) {
  double loss = 0;
  double cost = 0;
  double power = 0;
  for (std::size_t n = 0; n < network.targets.size(); ++n) {
    const TargetPlan& target = network.targets[n];
    const bool follows = network.targetSignal(n, state.is_held_out) == nullptr;
    for (std::size_t k = 0; k < target.values.size; ++k) {
      double& wanted = state.target[target.values.begin + k];
      if (follows) wanted = state.r[*target.follows + k];
      const std::size_t neuron = target.layer.begin + k;
      const double difference = wanted - state.r[neuron];
      state.down[neuron] += target.beta * difference;
      loss += 0.5 * difference * difference;
      cost += 0.5 * target.beta * difference * difference;
      power += 0.5 * wanted * wanted;
    }
  }
  state.loss = loss;
  state.power = power;
  state.cost = cost;
}

void updateErrors(const Network& network, State& state) {
  if (network.settings.rule == Rule::Instantaneous)
    return updateInstantaneousErrors(network, state);
  const double* gain = state.coefficients.error_gain.data();
  const double* rate = state.coefficients.error_rate.data();
  const double* r_prime = state.r_prime.data();
  double* down = state.down.data();
  double* eps = state.eps.data();
  double* v = state.v.data();
  double* e = state.e.data();
  for (std::size_t k = 0; k < network.neuron_slots; ++k) {
    eps[k] = r_prime[k] * down[k];
    const double step = eps[k] - v[k];
    e[k] = v[k] + gain[k] * step;
    v[k] += rate[k] * step;
    down[k] = 0;
  }
}

void limitErrors(State& state) {
  for (AlignedVector* values : {&state.eps, &state.v, &state.e}) {
    for (double& x : *values) x = std::clamp(x, -kDivergenceLimit, kDivergenceLimit);
  }
}

void integrateInputs(const Network& network, State& state) {
  std::ranges::copy(state.bias, state.s.begin());
  for (const ProjectionPlan& projection : network.projections) {
    if (projection.pattern == Pattern::Kind::Dense) {
      slice(state.s, projection.post).noalias() +=
          matrix(state.W, projection) * slice(state.r, projection.pre);
      continue;
    }
    const double* W = state.W.data() + projection.weights.begin;
    const double* r = state.r.data() + projection.pre.begin;
    double* s = state.s.data() + projection.post.begin;
    for (std::size_t k = 0; k < projection.weights.size; ++k) {
      s[projection.post_index[k]] += W[k] * r[projection.pre_index[k]];
    }
  }
}

void updateMembranes(const Network& network, State& state) {
  const double dt = network.settings.dt;
  const double* rate = state.coefficients.membrane_rate.data();
  const double* gamma = network.gamma.data();
  const double* tau_r = state.tau_r.data();
  const double* s = state.s.data();
  const double* e = state.e.data();
  double* u = state.u.data();
  double* u_dot = state.u_dot.data();
  double* u_prosp = state.u_prosp.data();
  for (std::size_t k = 0; k < network.neuron_slots; ++k) {
    u_dot[k] = (s[k] + gamma[k] * e[k] - u[k]) * rate[k];
    u_prosp[k] = u[k] + tau_r[k] * u_dot[k];
    u[k] += dt * u_dot[k];
  }
}

void updateRates(const Network& network, State& state) {
  std::copy_n(state.r.begin(), network.neuron_slots, state.r_before.begin());
  for (const ActivationRun& run : network.runs) {
    for (std::size_t k = run.range.begin; k < run.range.end(); ++k) {
      const auto [r, r_prime] = activate(run.activation, state.u_prosp[k]);
      state.r[k] = r;
      state.r_prime[k] = r_prime;
    }
  }
}

void sendErrorsDown(const Network&, const ProjectionPlan& projection, State& state) {
  if (projection.from_input) return;
  if (projection.feedback == FeedbackKind::Analytic) return sendAnalytically(projection, state);
  const AlignedVector& weights = projection.hasB() ? state.B : state.W;
  if (projection.pattern == Pattern::Kind::Dense) {
    slice(state.down, projection.pre).noalias() +=
        matrix(weights, projection).transpose() * slice(state.e, projection.post);
    return;
  }
  const double* B = weights.data() + projection.weights.begin;
  const double* e = state.e.data() + projection.post.begin;
  double* down = state.down.data() + projection.pre.begin;
  for (std::size_t k = 0; k < projection.weights.size; ++k) {
    down[projection.pre_index[k]] += B[k] * e[projection.post_index[k]];
  }
}

void trackLoss(const Network& network, State& state) {
  const double dt = network.settings.dt;
  const double sum = state.loss_sum + state.loss;  // losses span many decades: keep what is cut off
  state.loss_rest += std::abs(state.loss_sum) >= std::abs(state.loss)
                         ? (state.loss_sum - sum) + state.loss
                         : (state.loss - sum) + state.loss_sum;
  state.loss_sum = sum;
  state.power_sum += state.power;
  const double share = std::min(1.0, dt / kLossMean);
  state.loss_weight += share * (1 - state.loss_weight);
  state.loss_mean += share / state.loss_weight * (state.loss - state.loss_mean);
  state.loss_slow += std::min(1.0, dt / kLossSlow) * (state.loss - state.loss_slow);
  if (state.loss_slow < network.settings.threshold && std::isinf(state.time_to_threshold)) {
    state.time_to_threshold = static_cast<double>(state.step) * dt;
  }
}

}  // namespace vle
