// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/feedback.h"

#include <algorithm>

namespace vle {

void updatePowerFilters(const Network& network, const ProjectionPlan& projection, State& state) {
  if (!projection.filters) return;
  const double dt = network.settings.dt;
  const double mean_rate = std::min(1.0, dt / projection.tau_mean);
  for (std::size_t j = 0; j < projection.pre.size; ++j) {
    const std::size_t neuron = projection.pre.begin + j;
    const std::size_t filter = projection.filters->begin + j;
    const double r_tilde = state.r[neuron] - state.r_mean[filter];
    state.r_mean[filter] += mean_rate * r_tilde;
    const double x_dot = (r_tilde - state.x[filter]) / state.tau_r[neuron];
    const double rho = state.x[filter] + state.tau_m[neuron] * x_dot;
    state.x[filter] += dt * x_dot;
    state.r_power[filter] = r_tilde * r_tilde;
    state.power[filter] = rho * rho;
  }
}

void learnFeedback(const Network& network, const ProjectionPlan& projection, State& state) {
  if (!projection.filters || projection.learn_feedback == 0) return;
  const double h = network.settings.dt * projection.learn_feedback;
  const double* W = state.W.data() + projection.weights.begin;
  const double* r_power = state.r_power.data() + projection.filters->begin;
  const double* power = state.power.data() + projection.filters->begin;
  double* B = state.B.data() + projection.weights.begin;
  const bool dense = projection.pattern == Pattern::Kind::Dense;
  for (std::size_t k = 0; k < projection.weights.size; ++k) {
    const std::size_t j = dense ? k / projection.post.size : projection.pre_index[k];
    B[k] += h * (W[k] * r_power[j] - B[k] * power[j]);
  }
}

}  // namespace vle
