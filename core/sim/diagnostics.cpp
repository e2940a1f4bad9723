// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/diagnostics.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "sim/feedback.h"
#include "sim/transfer.h"

namespace vle {

double Comparison::angle() const { return std::acos(std::clamp(cosine, -1.0, 1.0)) * kDegrees; }

void ComparisonSums::add(double a, double b) {
  aa_ += a * a;
  bb_ += b * b;
  ab_ += a * b;
  dd_ += (a - b) * (a - b);
  largest_ = std::max({largest_, std::abs(a), std::abs(b)});
}

double ComparisonSums::normOfSecond() const { return std::sqrt(bb_); }

Comparison ComparisonSums::result() const {
  return {ab_ / (std::sqrt(aa_) * std::sqrt(bb_)), std::sqrt(aa_ / bb_), std::sqrt(dd_ / bb_)};
}

Comparison compare(std::span<const double> a, std::span<const double> b) {
  ComparisonSums sums;
  for (std::size_t k = 0; k < a.size(); ++k) sums.add(a[k], b[k]);
  return sums.result();
}

double correlation(std::span<const double> a, std::span<const double> b) {
  const auto n = static_cast<double>(a.size());
  const double mean_a = std::reduce(a.begin(), a.end()) / n;
  const double mean_b = std::reduce(b.begin(), b.end()) / n;
  ComparisonSums sums;
  for (std::size_t k = 0; k < a.size(); ++k) sums.add(a[k] - mean_a, b[k] - mean_b);
  return sums.result().cosine;
}

double energy(const State& state) {
  double sum = 0;
  for (const double e : state.e) sum += e * e;
  return 0.5 * sum + state.cost;
}

double mismatch(const Network& network, const State& state, std::size_t slot) {
  const double slope = state.u_dot[slot];
  const double before = state.u[slot] - network.settings.dt * slope;
  return before + state.tau_m[slot] * slope - state.s[slot];
}

double lagrangian(const Network& network, const State& state) {
  double sum = 0;
  for (std::size_t k = 0; k < network.neuron_slots; ++k) {
    const double m = mismatch(network, state, k);
    sum += m * m;
  }
  return 0.5 * sum + state.cost;
}

std::optional<double> expectedFrequency(const Network& network, const ProjectionPlan& projection) {
  if (network.frequency) return network.frequency;
  if (projection.uses.frequency) return projection.frequency;
  return std::nullopt;
}

double expectedFeedback(const Network& network, const ProjectionPlan& projection,
                        const State& state, std::size_t k, double f) {
  const std::size_t lower = projection.pre.begin + projection.ends(k).pre;
  return squaredGain(f, state.tau_m[lower], state.tau_r[lower], network.settings.dt) *
         state.W[projection.weights.begin + k];
}

Comparison compareFeedback(const Network& network, const ProjectionPlan& projection,
                           const State& state, std::optional<double> f) {
  ComparisonSums sums;
  for (std::size_t k = 0; k < projection.weights.size; ++k) {
    const double wanted = f ? expectedFeedback(network, projection, state, k, *f)
                            : state.W[projection.weights.begin + k];
    sums.add(feedbackWeight(projection, state, k), wanted);
  }
  return sums.result();
}

Comparison compareFeedback(const ProjectionPlan& projection, const State& state,
                           std::span<const double> gains) {
  ComparisonSums sums;
  projection.forEachSynapse([&](std::size_t k, std::size_t, std::size_t j) {
    const double gain = gains[projection.pre.begin + j];
    if (std::isnan(gain)) return;
    sums.add(feedbackWeight(projection, state, k), gain * state.W[projection.weights.begin + k]);
  });
  return sums.result();
}

namespace {

/// Σ (W − W*)² and Σ W*² over the synapses of a projection and its twin.
struct TeacherSums {
  double difference = 0;
  double norm = 0;
};

void addTo(TeacherSums& sums, const ProjectionPlan& projection, const ProjectionPlan& twin,
           const State& state) {
  projection.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
    const auto other = twin.synapse(i, j);
    const double W = state.W[projection.weights.begin + k];
    const double wanted = other ? state.W[twin.weights.begin + *other] : 0;
    sums.difference += (W - wanted) * (W - wanted);
  });
  twin.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
    const double wanted = state.W[twin.weights.begin + k];
    sums.norm += wanted * wanted;
    if (!projection.synapse(i, j)) sums.difference += wanted * wanted;
  });
}

}  // namespace

double teacherDistance(const ProjectionPlan& projection, const ProjectionPlan& twin,
                       const State& state) {
  TeacherSums sums;
  addTo(sums, projection, twin, state);
  return std::sqrt(sums.difference / sums.norm);
}

std::optional<double> remainingDistance(const Network& network, const State& state) {
  TeacherSums sums;
  bool has_teacher = false;
  for (const ProjectionPlan& projection : network.projections) {
    if (!projection.teacher) continue;
    has_teacher = true;
    addTo(sums, projection, network.projections[*projection.teacher], state);
  }
  if (!has_teacher) return std::nullopt;
  return std::sqrt(sums.difference / sums.norm);
}

}  // namespace vle
