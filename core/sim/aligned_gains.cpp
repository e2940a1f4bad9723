// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/aligned_gains.h"

#include <limits>

#include "sim/transfer.h"

namespace vle {

namespace {

/// Powers below this share of the squared mean are rounding.
constexpr double kStill = 1e-20;

/// ⟨r̃²⟩/⟨ρ²⟩ of one neuron; the mean of the counted steps stands for r̄.
double powerRatio(const Network& network, const State& state, const Trajectory& window,
                  std::size_t from, std::size_t neuron) {
  const std::size_t width = network.rate_slots;
  double mean = 0;
  for (std::size_t n = from; n < window.steps; ++n) mean += row(window.r, n, width)[neuron];
  mean /= static_cast<double>(window.steps - from);
  double x = row(window.r, 0, width)[neuron] - mean;
  double of_rate = 0, of_filtered = 0;
  for (std::size_t n = 0; n < window.steps; ++n) {
    const double r_tilde = row(window.r, n, width)[neuron] - mean;
    const double x_dot = (r_tilde - x) / state.tau_r[neuron];
    const double rho = x + state.tau_m[neuron] * x_dot;
    x += network.settings.dt * x_dot;
    if (n < from) continue;
    of_rate += r_tilde * r_tilde;
    of_filtered += rho * rho;
  }
  const auto counted = static_cast<double>(window.steps - from);
  if (!(of_rate > kStill * mean * mean * counted)) return std::numeric_limits<double>::quiet_NaN();
  return of_rate / of_filtered;
}

}  // namespace

std::vector<double> alignedGains(const Network& network, const State& state,
                                 const Trajectory& window, std::size_t from) {
  std::vector<double> gains(network.neuron_slots, std::numeric_limits<double>::quiet_NaN());
  for (const LayerPlan& layer : network.layers) {
    for (std::size_t k = layer.range.begin; k < layer.range.end(); ++k) {
      if (network.frequency) {
        gains[k] = squaredGain(*network.frequency, state.tau_m[k], state.tau_r[k]);
      } else if (from < window.steps) {
        gains[k] = powerRatio(network, state, window, from, k);
      }
    }
  }
  return gains;
}

}  // namespace vle
