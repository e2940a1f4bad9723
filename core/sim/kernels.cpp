// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/kernels.h"

#include <algorithm>
#include <array>

#include "base/vectorize.h"
#include "sim/dense_pass.h"
#include "sim/divergence.h"
#include "sim/dynamics.h"
#include "sim/fast_math.h"
#include "sim/feedback.h"
#include "sim/learning.h"
#include "sim/neuron_loops.h"
#include "sim/pokes.h"
#include "sim/synapse.h"

namespace vle {

namespace {

using loops::FilterMagnitudes;
using loops::fromMagnitude;
using loops::kLimit;
using loops::largestMagnitude;

template <Back kBack, Align kAlign, Learn kLearn>
VLE_INLINE void passList(const FusedProjection& p) {
  for (std::size_t k = 0; k < p.n_synapses; ++k) {
    const std::size_t i = p.post_index[k];
    const std::size_t j = p.pre_index[k];
    const Column column = columnOf<kAlign, kLearn>(p, j, k);
    double acc = 0;
    p.s[i] +=
        synapse<kBack, kAlign, kLearn, double>(p, column, 0, rowOf<kAlign, double>(p, i), acc);
    if constexpr (kBack != Back::Nothing) deliver(p, j, acc);
  }
}

/// s += W r, down += B e, B and W changed: one pass over the synapses of a projection.
VLE_INLINE void pass(PassMatrix* pass_matrix, const FusedProjection& p,
                     const FusedProjection::Kind& kind) {
  if (!p.is_list) return pass_matrix(p, kind);
  withKind(
      kind, [&](auto back, auto align, auto learn)
                __attribute__((always_inline)) { passList<back(), align(), learn()>(p); });
}

/// M changed, and what the upper neurons predict with it, after the pass that reads M of before.
template <bool kLearns>
VLE_INLINE void predictWith(const FusedProjection& p) {
  if (p.is_list) {
    for (std::size_t k = 0; k < p.n_synapses; ++k) {
      const std::size_t i = p.post_index[k];
      const std::size_t j = p.pre_index[k];
      if constexpr (kLearns) p.M[k] += p.h_M * p.r_tilde_before[j] * p.delta[i];
      p.predicted[i] += p.M[k] * p.r_tilde[j];
    }
    return;
  }
  for (std::size_t j = 0; j < p.n_pre; ++j) {
    double* __restrict M = p.M + j * p.n_post;
    const double* __restrict delta = p.delta;
    double* __restrict predicted = p.predicted;
    const double change = p.h_M * p.r_tilde_before[j];
    const double r_tilde = p.r_tilde[j];
#pragma omp simd
    for (std::size_t i = 0; i < p.n_post; ++i) {
      double weight = M[i];
      if constexpr (kLearns) {
        weight += change * delta[i];
        M[i] = weight;
      }
      predicted[i] += weight * r_tilde;
    }
  }
}

VLE_INLINE void predict(const FusedProjection& p, bool learning) {
  if (learning && p.h_M != 0) return predictWith<true>(p);
  predictWith<false>(p);
}

/// Is a weight near or beyond the limit? Moves the bounds of |W| and |B| by what this step can have
/// added, |Δw| ≤ dt η max|e| max|r|, which costs a few operations a projection instead of a look at
/// every synapse; looks at them only when a bound has come near the limit.
VLE_INLINE bool nearsLimit(FusedProjection& p, const FusedProjection::Kind& kind, double largest_e,
                           double largest_r, const FilterMagnitudes& filters) {
  constexpr double kNear = 0.99 * kDivergenceLimit;  // leaves room for rounding
  const double added = p.h_W * largest_e * largest_r;
  if (kind.align == Align::ToWeights) {
    const double r_tilde = fromMagnitude(filters.r_tilde);
    const double rho = fromMagnitude(filters.rho);
    p.reach_B =
        std::max(1.0, p.h_B * rho * rho - 1) * p.reach_B + p.h_B * r_tilde * r_tilde * p.reach_W;
  } else if (kind.align == Align::ToErrors) {
    p.reach_B += added;
  }
  if (kind.learn != Learn::No) p.reach_W += added;
  const auto is_near = [&p] { return !(p.reach_W <= kNear && p.reach_B <= kNear); };  // NaN is
  if (!is_near()) return false;
  p.reach_W = fromMagnitude(largestMagnitude(p.W, p.n_synapses));
  if (kind.align != Align::No) p.reach_B = fromMagnitude(largestMagnitude(p.B, p.n_synapses));
  return is_near();
}

VLE_INLINE std::int64_t largestParameter(const State& state) {
  return std::max({largestMagnitude(state.bias.data(), state.bias.size()),
                   largestMagnitude(state.tau_m.data(), state.tau_m.size()),
                   largestMagnitude(state.tau_r.data(), state.tau_r.size())});
}

/// @tparam kPoked  without pokes nothing of them is compiled in
template <bool kPoked>
VLE_INLINE std::int64_t steps(FusedNetwork& fused, const double* driven, std::size_t width,
                              std::int64_t count) {
  const Network& network = *fused.network;
  State& state = *fused.state;
  const std::size_t channels = network.rate_slots - network.neuron_slots;
  double* inputs = state.r.data() + network.neuron_slots;
  std::int64_t done = 0;
  while (done < count) {
    std::copy_n(driven, channels, inputs);
    std::copy_n(driven + channels, width - channels, state.target.data());
    driven += width;
    loops::compareWithTargets(fused, state);
    const bool learning = state.step >= fused.learn_from && state.step < fused.learn_until;
    const loops::ErrorMagnitudes errors = loops::updateErrors(fused, state);
    if constexpr (kPoked) pokeErrors(state);
    const double largest_e = fromMagnitude(errors.e);
    const double largest_r = fromMagnitude(largestMagnitude(state.r.data(), network.rate_slots));
    bool suspicious = learning && fused.watches_weights;
    for (FusedProjection& p : fused.projections) {
      FilterMagnitudes filters;
      if (p.rho != nullptr) {
        filters = loops::updatePowerFilters(p);
      } else if (p.M != nullptr) {
        loops::updateMeans(p);
      }
      const FusedProjection::Kind& kind = learning ? p.kind : p.kind_at_rest;
      pass(fused.pass_matrix, p, kind);
      if (p.M != nullptr) predict(p, learning);
      if (learning) {
        if (p.other_optimizer) learnWeights(network, *p.plan, state);
        suspicious |= nearsLimit(p, kind, largest_e, largest_r, filters);
      }
    }
    if constexpr (kPoked) pokeInputs(state);
    for (const FusedProjection& p : fused.projections) {  // s is complete only now
      if (p.s_mean != nullptr) loops::updateDriveFilters(p);
    }
    for (const FusedPrediction& p : fused.predictions) loops::updateMispredictions(p);
    std::int64_t largest = std::max(errors.v, errors.e);
    largest = std::max(largest, loops::updateMembranes(fused, state));
    if constexpr (kPoked) pokePotentials(state);
    loops::updateRates(fused, state);
    if constexpr (kPoked) pokeRates(state);
    if (learning) {
      if (fused.learns_neurons) {
        for (const LayerPlan& layer : network.layers) learnNeurons(network, layer, state);
        largest = std::max(largest, largestParameter(state));
      }
      ++state.updates;
    }
    trackLoss(network, state);
    if (suspicious || largest > kLimit) state.divergence = findDivergence(network, state, learning);
    if (fused.watch.size > 0) fused.watch.take();
    ++state.step;
    ++done;
    if (state.divergence) break;
  }
  return done;
}

VLE_INLINE void addSineTo(double f, double a, double phase, std::int64_t n, double dt,
                          double* values, std::size_t count) {
  const double shift = phase / (2 * std::numbers::pi);
#pragma omp simd
  for (std::size_t k = 0; k < count; ++k) {
    const double cycles = f * ((static_cast<double>(n) + static_cast<double>(k)) * dt) / 1000;
    values[k] += a * fast::sineOfCycles(cycles - std::floor(cycles) + shift);
  }
}

// NOLINTBEGIN(bugprone-macro-parentheses): they are names and attributes
#define VLE_KERNELS(isa, target, bytes)                                                            \
  namespace isa {                                                                                  \
  target std::int64_t runSteps(FusedNetwork& fused, const double* driven, std::size_t width,       \
                               std::int64_t count) {                                               \
    return steps<false>(fused, driven, width, count);                                              \
  }                                                                                                \
  target std::int64_t runPokedSteps(FusedNetwork& fused, const double* driven, std::size_t width,  \
                                    std::int64_t count) {                                          \
    return steps<true>(fused, driven, width, count);                                               \
  }                                                                                                \
  target void addSine(double f, double a, double phase, std::int64_t n, double dt, double* values, \
                      std::size_t count) {                                                         \
    addSineTo(f, a, phase, n, dt, values, count);                                                  \
  }                                                                                                \
  target void activateAll(Activation activation, const double* u_prosp, double* r,                 \
                          double* r_prime, std::size_t size) {                                     \
    loops::activateSlice(activation, u_prosp, r, r_prime, size);                                   \
  }                                                                                                \
  }
VLE_FOR_EACH_ISA(VLE_KERNELS)
#undef VLE_KERNELS
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace

const Kernels& kernels(Isa isa) {
#define VLE_KERNELS(isa, target, bytes) \
  Kernels{isa::runSteps, isa::runPokedSteps, nullptr, isa::addSine, isa::activateAll},
  static const auto table = [] {
    std::array rows = {VLE_FOR_EACH_ISA(VLE_KERNELS)};
    for (std::size_t k = 0; k < rows.size(); ++k)
      rows[k].pass_matrix = passMatrix(static_cast<Isa>(k));
    return rows;
  }();
#undef VLE_KERNELS
  return table[static_cast<std::size_t>(isa)];
}

}  // namespace vle
