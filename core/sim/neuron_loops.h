// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fused loops over neurons: targets, errors, membranes, rates and the filters of learned
// feedback. Compiled into the callers of kernels.cpp, once for every instruction set; nothing else
// includes this. No allocation, no exceptions; simulation thread.
#pragma once

#include <algorithm>
#include <bit>

#include "base/vectorize.h"
#include "sim/fast_math.h"
#include "sim/fused_network.h"

namespace vle::loops {

/// |x| as an integer: orders like the magnitude, and puts infinities and NaN above every number.
VLE_INLINE std::int64_t magnitude(double x) {
  return std::bit_cast<std::int64_t>(x) & 0x7fffffffffffffffLL;
}
VLE_INLINE double fromMagnitude(std::int64_t bits) { return std::bit_cast<double>(bits); }

constexpr std::int64_t kLimit = std::bit_cast<std::int64_t>(kDivergenceLimit);

VLE_INLINE std::int64_t largestMagnitude(const double* values, std::size_t size) {
  std::int64_t largest = 0;
  VLE_INDEPENDENT
  for (std::size_t k = 0; k < size; ++k) largest = std::max(largest, magnitude(values[k]));
  return largest;
}

VLE_INLINE void compareWithTargets(const FusedNetwork& fused, State& state) {
  double loss = 0;
  double cost = 0;
  double power = 0;
  for (const FusedTarget& target : fused.targets) {
    for (std::size_t k = 0; k < target.size; ++k) {
      if (target.follows != nullptr) target.wanted[k] = target.follows[k];
      const double difference = target.wanted[k] - target.r[k];
      target.down[k] += target.beta * difference;
      loss += 0.5 * difference * difference;
      cost += 0.5 * target.beta * difference * difference;
      power += 0.5 * target.wanted[k] * target.wanted[k];
    }
  }
  state.loss = loss;
  state.power = power;
  state.cost = cost;
}

/// The largest error traces and errors.
struct ErrorMagnitudes {
  std::int64_t v = 0;
  std::int64_t e = 0;
};

/// ε, e and v of all neurons; s begins with the bias.
VLE_INLINE ErrorMagnitudes updateErrors(const FusedNetwork& fused, State& state) {
  const std::size_t n = fused.network->neuron_slots;
  const double* __restrict gain = fused.error_gain;
  const double* __restrict rate = fused.error_rate;
  const double* __restrict r_prime = state.r_prime.data();
  const double* __restrict bias = state.bias.data();
  double* __restrict down = state.down.data();
  double* __restrict eps = state.eps.data();
  double* __restrict v = state.v.data();
  double* __restrict e = state.e.data();
  double* __restrict s = state.s.data();
  std::int64_t largest_v = 0;
  std::int64_t largest_e = 0;
  VLE_INDEPENDENT
  for (std::size_t k = 0; k < n; ++k) {
    const double arrived = r_prime[k] * down[k];
    const double step = arrived - v[k];
    const double now = v[k] + gain[k] * step;
    const double next = v[k] + rate[k] * step;
    eps[k] = arrived;
    e[k] = now;
    v[k] = next;
    down[k] = 0;
    s[k] = bias[k];
    largest_v = std::max(largest_v, magnitude(next));
    largest_e = std::max(largest_e, magnitude(now));
  }
  return {largest_v, largest_e};
}

/// Keeps r too, which the synapses have seen, before it changes.
/// @returns the largest magnitude of u
VLE_INLINE std::int64_t updateMembranes(const FusedNetwork& fused, State& state) {
  const std::size_t n = fused.network->neuron_slots;
  const double dt = fused.network->settings.dt;
  const double* __restrict rate = state.coefficients.membrane_rate.data();
  const double* __restrict gamma = fused.network->gamma.data();
  const double* __restrict tau_r = state.tau_r.data();
  const double* __restrict s = state.s.data();
  const double* __restrict e = state.e.data();
  double* __restrict u = state.u.data();
  double* __restrict u_dot = state.u_dot.data();
  double* __restrict u_prosp = state.u_prosp.data();
  const double* __restrict r = state.r.data();
  double* __restrict r_before = state.r_before.data();
  std::int64_t largest = 0;
  VLE_INDEPENDENT
  for (std::size_t k = 0; k < n; ++k) {
    const double slope = (s[k] + gamma[k] * e[k] - u[k]) * rate[k];
    const double next = u[k] + dt * slope;
    u_dot[k] = slope;
    u_prosp[k] = u[k] + tau_r[k] * slope;
    r_before[k] = r[k];
    u[k] = next;
    largest = std::max(largest, magnitude(next));
  }
  return largest;
}

/// @param rates  (r, r′) of a potential
template <class F>
VLE_INLINE void activateEach(const double* __restrict u_prosp, double* __restrict r,
                             double* __restrict r_prime, std::size_t size, F rates) {
#pragma omp simd
  for (std::size_t k = 0; k < size; ++k) rates(u_prosp[k], r[k], r_prime[k]);
}

VLE_INLINE void activateSlice(Activation activation, const double* u_prosp, double* r,
                              double* r_prime, std::size_t size) {
  switch (activation) {
    case Activation::Linear:
      return activateEach(
          u_prosp, r, r_prime, size,
          [](double a, double& rate, double& slope) __attribute__((always_inline)) {
            rate = a;
            slope = 1;
          });
    case Activation::Tanh:
      return activateEach(
          u_prosp, r, r_prime, size,
          [](double a, double& rate, double& slope) __attribute__((always_inline)) {
            const double y = fast::tanh(a);
            rate = y;
            slope = 1 - y * y;
          });
    case Activation::Sigmoid:
      return activateEach(
          u_prosp, r, r_prime, size,
          [](double a, double& rate, double& slope) __attribute__((always_inline)) {
            const double y = fast::sigmoid(a);
            rate = y;
            slope = y * (1 - y);
          });
    case Activation::Softplus:
      return activateEach(
          u_prosp, r, r_prime, size,
          [](double a, double& rate, double& slope) __attribute__((always_inline)) {
            rate = fast::softplus(a);
            slope = fast::sigmoid(a);
          });
    case Activation::Relu:
      return activateEach(
          u_prosp, r, r_prime, size,
          [](double a, double& rate, double& slope) __attribute__((always_inline)) {
            rate = a > 0 ? a : 0;
            slope = a > 0 ? 1 : 0;
          });
    case Activation::HardSigmoid:
      return activateEach(
          u_prosp, r, r_prime, size,
          [](double a, double& rate, double& slope) __attribute__((always_inline)) {
            const double line = 0.25 * a + 0.5;
            rate = line <= 0 ? 0 : line >= 1 ? 1 : line;
            slope = line <= 0 || line >= 1 ? 0 : 0.25;
          });
  }
}

VLE_INLINE void updateRates(const FusedNetwork& fused, State& state) {
  for (const ActivationRun& run : fused.network->runs) {
    const std::size_t k = run.range.begin;
    activateSlice(run.activation, state.u_prosp.data() + k, state.r.data() + k,
                  state.r_prime.data() + k, run.range.size);
  }
}

/// What the power filters of a projection have at most.
struct FilterMagnitudes {
  std::int64_t r_tilde = 0;
  std::int64_t rho = 0;
};

VLE_INLINE FilterMagnitudes updatePowerFilters(const FusedProjection& p) {
  const double* __restrict r = p.r;
  const double* __restrict gain = p.error_gain;
  const double* __restrict rate = p.error_rate;
  double* __restrict r_mean = p.r_mean;
  double* __restrict x = p.x;
  double* __restrict now = p.r_tilde;
  double* __restrict before = p.r_tilde_before;
  double* __restrict rho = p.rho;
  const double mean_rate = p.mean_rate;
  std::int64_t largest_r = 0;
  std::int64_t largest_rho = 0;
  VLE_INDEPENDENT
  for (std::size_t j = 0; j < p.n_pre; ++j) {
    const double r_tilde = r[j] - r_mean[j];
    const double step = r_tilde - x[j];
    const double passed = x[j] + gain[j] * step;
    r_mean[j] += mean_rate * r_tilde;
    x[j] += rate[j] * step;
    rho[j] = passed;
    before[j] = now[j];
    now[j] = r_tilde;
    largest_r = std::max(largest_r, magnitude(r_tilde));
    largest_rho = std::max(largest_rho, magnitude(passed));
  }
  return {largest_r, largest_rho};
}

/// What M alone needs of them.
VLE_INLINE void updateMeans(const FusedProjection& p) {
  const double* __restrict r = p.r;
  double* __restrict r_mean = p.r_mean;
  double* __restrict now = p.r_tilde;
  double* __restrict before = p.r_tilde_before;
  const double mean_rate = p.mean_rate;
#pragma omp simd
  for (std::size_t j = 0; j < p.n_pre; ++j) {
    const double r_tilde = r[j] - r_mean[j];
    r_mean[j] += mean_rate * r_tilde;
    before[j] = now[j];
    now[j] = r_tilde;
  }
}

VLE_INLINE void updateMispredictions(const FusedPrediction& p) {
  const double* __restrict s = p.s;
  double* __restrict drive_mean = p.drive_mean;
  double* __restrict delta = p.delta;
  double* __restrict predicted = p.predicted;
  const double mean_rate = p.mean_rate;
#pragma omp simd
  for (std::size_t i = 0; i < p.size; ++i) {
    const double difference = s[i] - drive_mean[i];
    drive_mean[i] += mean_rate * difference;
    delta[i] = difference - predicted[i];
    predicted[i] = 0;
  }
}

VLE_INLINE void updateDriveFilters(const FusedProjection& p) {
  const double* __restrict s = p.s;
  double* __restrict s_mean = p.s_mean;
  double* __restrict s_tilde = p.s_tilde;
  const double mean_rate = p.mean_rate;
#pragma omp simd
  for (std::size_t i = 0; i < p.n_post; ++i) {
    const double difference = s[i] - s_mean[i];
    s_mean[i] += mean_rate * difference;
    s_tilde[i] = difference;
  }
}

}  // namespace vle::loops
