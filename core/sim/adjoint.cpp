// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/adjoint.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Core>

#include "sim/weight_maps.h"

namespace vle {

namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstRows = Eigen::Map<const RowMajor, Eigen::Unaligned, Eigen::OuterStride<>>;

/// The columns of a slice, all filled rows: (steps, range.size).
ConstRows columns(const AlignedVector& rows, std::size_t steps, std::size_t width, Slots range) {
  return {rows.data() + range.begin, static_cast<Eigen::Index>(steps),
          static_cast<Eigen::Index>(range.size),
          Eigen::OuterStride<>(static_cast<Eigen::Index>(width))};
}

/// dL/dr_n at the end of its step's account: the cost of this step, and what the layers above make
/// of these rates.
void sendBack(const Network& network, const Trajectory& trajectory, std::size_t n,
              Gradient& gradient) {
  const double dt = network.settings.dt;
  const double* r = row(trajectory.r, n, network.rate_slots);
  const double* target = row(trajectory.target, n, network.target_slots);
  const double* W = row(trajectory.W, trajectory.parameterRow(n), network.weight_slots);
  const double* adjoint = row(gradient.adjoint, n, network.neuron_slots);
  std::ranges::fill(gradient.from_r, 0);
  for (const TargetPlan& plan : network.targets) {
    for (std::size_t k = 0; k < plan.values.size; ++k) {
      const std::size_t neuron = plan.layer.begin + k;
      gradient.from_r[neuron] -= dt * plan.beta * (target[plan.values.begin + k] - r[neuron]);
    }
  }
  for (const ProjectionPlan& plan : network.projections) {
    if (plan.from_input) continue;
    const double* weights = W + plan.weights.begin;
    if (plan.pattern == Pattern::Kind::Dense) {
      const ConstMatrixMap map(weights, static_cast<Eigen::Index>(plan.post.size),
                               static_cast<Eigen::Index>(plan.pre.size));
      const ConstVectorMap above(adjoint + plan.post.begin,
                                 static_cast<Eigen::Index>(plan.post.size));
      slice(gradient.from_r, plan.pre).noalias() -= dt * (map.transpose() * above);
      continue;
    }
    for (std::size_t k = 0; k < plan.weights.size; ++k) {
      gradient.from_r[plan.pre.begin + plan.pre_index[k]] -=
          dt * weights[k] * adjoint[plan.post.begin + plan.post_index[k]];
    }
  }
}

/// dL/dW = −dt Σ λ_n r_nᵀ, or the same sum with e in place of λ.
void sumOuterProducts(const Network& network, const Trajectory& trajectory,
                      const AlignedVector& errors, CountedSteps counted, Gradient& gradient) {
  const double dt = network.settings.dt;
  const std::size_t until = std::min(counted.until, trajectory.steps);
  const std::size_t from = std::min(counted.from, until);
  const auto first = static_cast<Eigen::Index>(from),
             count = static_cast<Eigen::Index>(until - from);
  for (const ProjectionPlan& plan : network.projections) {
    if (plan.pattern == Pattern::Kind::Dense) {
      const ConstRows above = columns(errors, trajectory.steps, network.neuron_slots, plan.post);
      const ConstRows below = columns(trajectory.r, trajectory.steps, network.rate_slots, plan.pre);
      matrix(gradient.W, plan).noalias() =
          -dt * (above.middleRows(first, count).transpose() * below.middleRows(first, count));
      continue;
    }
    double* W = gradient.W.data() + plan.weights.begin;
    std::fill_n(W, plan.weights.size, 0);
    for (std::size_t n = from; n < until; ++n) {
      const double* above = row(errors, n, network.neuron_slots) + plan.post.begin;
      const double* below = row(trajectory.r, n, network.rate_slots) + plan.pre.begin;
      for (std::size_t k = 0; k < plan.weights.size; ++k) {
        W[k] -= dt * above[plan.post_index[k]] * below[plan.pre_index[k]];
      }
    }
  }
}

void clearNeurons(Gradient& gradient) {
  for (AlignedVector* array :
       {&gradient.bias, &gradient.tau_m, &gradient.tau_r, &gradient.from_r, &gradient.from_u}) {
    std::ranges::fill(*array, 0);
  }
}

}  // namespace

Gradient::Gradient(const Network& network, std::int64_t capacity)
    : adjoint(static_cast<std::size_t>(capacity) * network.neuron_slots),
      W(network.weight_slots),
      bias(network.neuron_slots),
      tau_m(network.neuron_slots),
      tau_r(network.neuron_slots),
      from_r(network.neuron_slots),
      from_u(network.neuron_slots) {}

void computeAdjoint(const Network& network, const Trajectory& trajectory, Gradient& gradient,
                    CountedSteps counted) {
  const double dt = network.settings.dt;
  const std::size_t n_slots = network.neuron_slots;
  clearNeurons(gradient);
  for (std::size_t n = trajectory.steps; n-- > 0;) {
    const double* r_prime = row(trajectory.r_prime, n, n_slots);
    const double* u_dot = row(trajectory.u_dot, n, n_slots);
    const double* tau_m = row(trajectory.tau_m, trajectory.parameterRow(n), n_slots);
    const double* tau_r = row(trajectory.tau_r, trajectory.parameterRow(n), n_slots);
    double* adjoint = gradient.adjoint.data() + n * n_slots;
    const double counts = counted.has(n) ? 1 : 0;
    for (std::size_t k = 0; k < n_slots; ++k) {
      const double from_u_prosp = r_prime[k] * gradient.from_r[k];
      const double from_u_dot = tau_r[k] * from_u_prosp + dt * gradient.from_u[k];
      const double from_s = from_u_dot / tau_m[k];
      gradient.from_u[k] += from_u_prosp - from_s;
      gradient.bias[k] += counts * from_s;
      gradient.tau_m[k] -= counts * from_s * u_dot[k];
      gradient.tau_r[k] += counts * from_u_prosp * u_dot[k];
      adjoint[k] = -from_s / dt;
    }
    sendBack(network, trajectory, n, gradient);
  }
  sumOuterProducts(network, trajectory, gradient.adjoint, counted, gradient);
}

Gradient localGradient(const Network& network, const Trajectory& trajectory, CountedSteps counted) {
  const double dt = network.settings.dt;
  Gradient gradient(network, 0);
  for (std::size_t n = counted.from; n < std::min(counted.until, trajectory.steps); ++n) {
    const double* e = row(trajectory.e, n, network.neuron_slots);
    const double* eps = row(trajectory.eps, n, network.neuron_slots);
    const double* u_dot = row(trajectory.u_dot, n, network.neuron_slots);
    for (std::size_t k = 0; k < network.neuron_slots; ++k) {
      gradient.bias[k] -= dt * e[k];
      gradient.tau_m[k] += dt * e[k] * u_dot[k];
      gradient.tau_r[k] -= dt * eps[k] * u_dot[k];
    }
  }
  sumOuterProducts(network, trajectory, trajectory.e, counted, gradient);
  return gradient;
}

}  // namespace vle
