// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/settled_feedback.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Core>

#include "sim/error_transfer.h"
#include "sim/transfer.h"
#include "sim/weight_maps.h"

namespace vle {

namespace {

/// Powers below this share of the squared mean are rounding.
constexpr double kStill = 1e-20;

constexpr double kStartUp = 5;  ///< τ_r until ρ has forgotten where it began

/// What the window says of one neuron's rate; the mean of the counted steps stands for r̄.
struct RatePower {
  double mean = 0;
  double rate = 0;      ///< ⟨r̃²⟩
  double filtered = 0;  ///< ⟨ρ²⟩
  std::size_t from = 0;
  [[nodiscard]] bool isStill() const { return !(rate > kStill * mean * mean); }
};

RatePower powerOf(const Network& network, const State& state, const Trajectory& window,
                  std::size_t from, std::size_t neuron) {
  const std::size_t width = network.rate_slots;
  const double start_up = std::ceil(kStartUp * state.tau_r[neuron] / network.settings.dt);
  RatePower power;
  power.from = std::max(from, start_up < static_cast<double>(window.steps)
                                  ? static_cast<std::size_t>(start_up)
                                  : window.steps);
  if (power.from >= window.steps) return power;
  const auto counted = static_cast<double>(window.steps - power.from);
  for (std::size_t n = power.from; n < window.steps; ++n) {
    power.mean += row(window.r, n, width)[neuron] / counted;
  }
  double x = row(window.r, 0, width)[neuron] - power.mean;
  for (std::size_t n = 0; n < window.steps; ++n) {
    const double r_tilde = row(window.r, n, width)[neuron] - power.mean;
    const double x_dot = (r_tilde - x) / state.tau_r[neuron];
    const double rho = x + state.tau_m[neuron] * x_dot;
    x += network.settings.dt * x_dot;
    if (n < power.from) continue;
    power.rate += r_tilde * r_tilde / counted;
    power.filtered += rho * rho / counted;
  }
  return power;
}

/// ⟨(s_i − s̄_i) r̃_j⟩ of every upper neuron i and this lower neuron j, over the counted steps.
std::vector<double> driveWith(const Network& network, const State& state, const Trajectory& window,
                              Slots post, std::size_t neuron, const RatePower& power) {
  std::vector<double> result(post.size, 0.0);
  const auto counted = static_cast<double>(window.steps - power.from);
  std::vector<double> with_rate;  // ⟨r_k r̃_j⟩ of the neurons below
  for (const ProjectionPlan& plan : network.projections) {
    if (plan.post != post) continue;
    with_rate.assign(plan.pre.size, 0.0);
    for (std::size_t n = power.from; n < window.steps; ++n) {
      const double* r = row(window.r, n, network.rate_slots);
      const double r_tilde = (r[neuron] - power.mean) / counted;
      for (std::size_t k = 0; k < plan.pre.size; ++k) {
        with_rate[k] += r[plan.pre.begin + k] * r_tilde;
      }
    }
    plan.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
      result[i] += state.W[plan.weights.begin + k] * with_rate[j];
    });
  }
  return result;
}

}  // namespace

std::vector<double> alignedGains(const Network& network, const State& state,
                                 const Trajectory& window, std::size_t from) {
  std::vector<double> gains(network.neuron_slots, std::numeric_limits<double>::quiet_NaN());
  for (const LayerPlan& layer : network.layers) {
    for (std::size_t k = layer.range.begin; k < layer.range.end(); ++k) {
      if (network.frequency) {
        gains[k] =
            squaredGain(*network.frequency, state.tau_m[k], state.tau_r[k], network.settings.dt);
        continue;
      }
      const RatePower power = powerOf(network, state, window, from, k);
      if (!power.isStill()) gains[k] = power.rate / power.filtered;
    }
  }
  return gains;
}

AlignedVector settledFeedback(const Network& network, const State& state, const Trajectory& window,
                              std::size_t from, const std::vector<double>& gains) {
  AlignedVector weights = feedbackInUse(network, state);
  if (!network.settings.learning || network.settings.rule == Rule::Bptt) return weights;
  for (const ProjectionPlan& plan : network.projections) {
    if (!plan.learnsB()) continue;
    const double* W = state.W.data() + plan.weights.begin;
    double* settled = weights.data() + plan.weights.begin;
    switch (feedbackTraits(plan.feedback).settling) {
      case Settling::AtGainTimesW:
        plan.forEachSynapse([&](std::size_t k, std::size_t, std::size_t j) {
          settled[k] = gains[plan.pre.begin + j] * W[k];
        });
        break;
      case Settling::AtGainTimesModel: {
        const double* M = plan.learnsModel() ? W : state.M.data() + plan.weights.begin;
        plan.forEachSynapse([&](std::size_t k, std::size_t, std::size_t j) {
          settled[k] = gains[plan.pre.begin + j] * M[k];
        });
        break;
      }
      case Settling::AtW:  // what they differ by decays, if anything does
        if (plan.learn != 0 && plan.feedback_decay != 0) {
          std::copy_n(W, plan.weights.size, settled);
        }
        break;
      case Settling::AtDrive: {
        std::vector<std::vector<double>> drives(plan.pre.size);
        for (std::size_t j = 0; j < plan.pre.size; ++j) {
          const RatePower power = powerOf(network, state, window, from, plan.pre.begin + j);
          drives[j].assign(plan.post.size, std::numeric_limits<double>::quiet_NaN());
          if (power.isStill()) continue;
          drives[j] = driveWith(network, state, window, plan.post, plan.pre.begin + j, power);
          for (double& drive : drives[j]) drive /= power.filtered;
        }
        plan.forEachSynapse(
            [&](std::size_t k, std::size_t i, std::size_t j) { settled[k] = drives[j][i]; });
        break;
      }
      case Settling::Nowhere:
        break;
    }
  }
  return weights;
}

}  // namespace vle
