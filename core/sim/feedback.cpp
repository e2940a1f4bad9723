// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/feedback.h"

#include <algorithm>

namespace vle {

namespace {

/// Share of the running mean that one step replaces.
double meanRate(const Network& network, double tau_mean) {
  return std::min(1.0, network.settings.dt / tau_mean);
}

/// The part of updatePowerFilters that M needs of inputs, and below feedback that compares nothing.
void updateMeans(const Network& network, const ProjectionPlan& projection, State& state) {
  if (!projection.has_model) return;
  const double mean_rate = meanRate(network, projection.tau_mean);
  for (std::size_t j = 0; j < projection.pre.size; ++j) {
    const std::size_t filter = projection.firstFilter() + j;
    const double r_tilde = state.r[projection.pre.begin + j] - state.r_mean[filter];
    state.r_mean[filter] += mean_rate * r_tilde;
    state.r_tilde_before[filter] = state.r_tilde[filter];
    state.r_tilde[filter] = r_tilde;
  }
}

/// @param weights  W, or M in its place
void alignWithWeights(const ProjectionPlan& projection, double h, const AlignedVector& weights,
                      State& state) {
  const double* W = weights.data() + projection.weights.begin;
  const double* r_tilde = state.r_tilde.data() + projection.firstFilter();
  const double* rho = state.rho.data() + projection.firstFilter();
  double* B = state.B.data() + projection.weights.begin;
  projection.forEachSynapse([=](std::size_t k, std::size_t, std::size_t j) {
    B[k] += h * (W[k] * (r_tilde[j] * r_tilde[j]) - B[k] * (rho[j] * rho[j]));
  });
}

void alignWithDrive(const ProjectionPlan& projection, double h, State& state) {
  const double* s_tilde = state.s_tilde.data() + projection.firstDriveFilter();
  const double* r_tilde = state.r_tilde_before.data() + projection.firstFilter();
  const double* rho = state.rho.data() + projection.firstFilter();
  double* B = state.B.data() + projection.weights.begin;
  projection.forEachSynapse([=](std::size_t k, std::size_t i, std::size_t j) {
    B[k] += h * (s_tilde[i] * r_tilde[j] - B[k] * (rho[j] * rho[j]));
  });
}

}  // namespace

void updatePowerFilters(const Network& network, const ProjectionPlan& projection, State& state) {
  if (!projection.comparesPowers()) return updateMeans(network, projection, state);
  const double dt = network.settings.dt;
  const double mean_rate = meanRate(network, projection.tau_mean);
  for (std::size_t j = 0; j < projection.pre.size; ++j) {
    const std::size_t neuron = projection.pre.begin + j;
    const std::size_t filter = projection.filters->begin + j;
    const double r_tilde = state.r[neuron] - state.r_mean[filter];
    state.r_mean[filter] += mean_rate * r_tilde;
    const double x_dot = (r_tilde - state.x[filter]) / state.tau_r[neuron];
    state.rho[filter] = state.x[filter] + state.tau_m[neuron] * x_dot;
    state.x[filter] += dt * x_dot;
    state.r_tilde_before[filter] = state.r_tilde[filter];
    state.r_tilde[filter] = r_tilde;
  }
}

void learnFeedback(const Network& network, const ProjectionPlan& projection, State& state) {
  if (!projection.comparesPowers() || projection.learn_feedback == 0) return;
  const double h = network.settings.dt * projection.learn_feedback;
  if (projection.feedback == FeedbackKind::Learned) alignWithWeights(projection, h, state.W, state);
  if (projection.feedback == FeedbackKind::Drive) alignWithDrive(projection, h, state);
  if (projection.feedback == FeedbackKind::Observed)
    alignWithWeights(projection, h, state.M, state);
}

double feedbackWeight(const ProjectionPlan& projection, const State& state, std::size_t k) {
  const std::size_t at = projection.weights.begin + k;
  if (projection.hasB()) return state.B[at];
  if (projection.feedback != FeedbackKind::Analytic || projection.from_input) return state.W[at];
  const std::size_t filter = projection.firstFilter() + projection.ends(k).pre;
  return state.coefficients.feedback_gain[filter] * state.W[at];
}

double arrivedRate(const ProjectionPlan& projection, const State& state, std::size_t j) {
  const std::size_t slot = projection.pre.begin + j;
  return projection.from_input ? state.r[slot] : state.r_before[slot];
}

double weightGradient(const ProjectionPlan& projection, const State& state, std::size_t k) {
  const auto [i, j] = projection.ends(k);
  return state.e[projection.post.begin + i] * arrivedRate(projection, state, j);
}

double weightChange(const ProjectionPlan& projection, const State& state, std::size_t k) {
  const bool mirrored = projection.isMirrored();
  const double decay = projection.decay + (mirrored ? projection.feedback_decay : 0);
  return projection.learn * weightGradient(projection, state, k) -
         decay * state.W[projection.weights.begin + k];
}

double feedbackChange(const ProjectionPlan& projection, const State& state, std::size_t k) {
  if (!projection.hasB()) {
    const double change = weightChange(projection, state, k);
    if (projection.feedback != FeedbackKind::Analytic || projection.from_input) return change;
    return state.coefficients.feedback_gain[projection.firstFilter() + projection.ends(k).pre] *
           change;
  }
  const std::size_t at = projection.weights.begin + k;
  if (projection.feedback == FeedbackKind::KolenPollack) {
    return projection.learn * weightGradient(projection, state, k) -
           projection.feedback_decay * state.B[at];
  }
  if (!projection.comparesPowers()) return 0;
  const auto [i, j] = projection.ends(k);
  const double r_tilde = state.r_tilde[projection.filters->begin + j];
  const double rho = state.rho[projection.filters->begin + j];
  const double wanted = projection.feedback == FeedbackKind::Drive
                            ? state.s_tilde[projection.firstDriveFilter() + i] * r_tilde
                        : projection.feedback == FeedbackKind::Observed
                            ? state.M[at] * (r_tilde * r_tilde)
                            : state.W[at] * (r_tilde * r_tilde);
  return projection.learn_feedback * (wanted - state.B[at] * (rho * rho));
}

void updateDriveFilters(const Network& network, const ProjectionPlan& projection, State& state) {
  if (!projection.drive_filters) return;
  const double mean_rate = meanRate(network, projection.tau_mean);
  for (std::size_t i = 0; i < projection.post.size; ++i) {
    const std::size_t filter = projection.drive_filters->begin + i;
    const double s_tilde = state.s[projection.post.begin + i] - state.s_mean[filter];
    state.s_mean[filter] += mean_rate * s_tilde;
    state.s_tilde[filter] = s_tilde;
  }
}

void learnModel(const Network& network, const ProjectionPlan& projection, State& state) {
  if (!projection.learnsModel()) return;
  const double h = network.settings.dt * projection.learn_model;
  const double* delta = state.delta.data() + projection.post.begin;
  const double* r_tilde = state.r_tilde_before.data() + projection.firstFilter();
  double* M = state.M.data() + projection.weights.begin;
  projection.forEachSynapse(
      [=](std::size_t k, std::size_t i, std::size_t j) { M[k] += h * delta[i] * r_tilde[j]; });
}

void updateMispredictions(const Network& network, State& state) {
  for (const ProjectionPlan& projection : network.projections) {
    if (!projection.has_model) continue;
    const double* M = state.M.data() + projection.weights.begin;
    const double* r_tilde = state.r_tilde.data() + projection.firstFilter();
    double* predicted = state.predicted.data() + projection.post.begin;
    projection.forEachSynapse(
        [=](std::size_t k, std::size_t i, std::size_t j) { predicted[i] += M[k] * r_tilde[j]; });
  }
  for (const LayerPlan& layer : network.layers) {
    if (!layer.predicts) continue;
    const double mean_rate = meanRate(network, layer.tau_mean);
    for (std::size_t k = layer.range.begin; k < layer.range.end(); ++k) {
      const double s_tilde = state.s[k] - state.drive_mean[k];
      state.drive_mean[k] += mean_rate * s_tilde;
      state.delta[k] = s_tilde - state.predicted[k];
      state.predicted[k] = 0;
    }
  }
}

}  // namespace vle
