// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/learning.h"

#include <algorithm>
#include <cmath>

namespace vle {

namespace {

constexpr double kAdamEpsilon = 1e-8;

/// One optimizer bound to its numbers: how a gradient changes a parameter.
class Update {
 public:
  /// @param h  η dt
  Update(const Network& network, const State& state, double h)
      : optimizer_(network.settings.optimizer), h_(h) {
    if (optimizer_.kind != Optimizer::Kind::Adam) return;
    const auto n = static_cast<double>(state.updates + 1);
    correction1_ = 1 / (1 - std::pow(optimizer_.beta1, n));
    correction2_ = 1 / (1 - std::pow(optimizer_.beta2, n));
  }

  /// @param k  index of the parameter and of its moments
  void apply(double& parameter, double G, Moments& moments, std::size_t k) const {
    switch (optimizer_.kind) {
      case Optimizer::Kind::Flow:
        parameter += h_ * G;
        return;
      case Optimizer::Kind::Momentum:
        moments.m[k] = optimizer_.mu * moments.m[k] + G;
        parameter += h_ * moments.m[k];
        return;
      case Optimizer::Kind::Adam: {
        double& m = moments.m[k];
        double& q = moments.q[k];
        m = optimizer_.beta1 * m + (1 - optimizer_.beta1) * G;
        q = optimizer_.beta2 * q + (1 - optimizer_.beta2) * G * G;
        parameter += h_ * m * correction1_ / (std::sqrt(q * correction2_) + kAdamEpsilon);
        return;
      }
    }
  }

 private:
  Optimizer optimizer_;
  double h_;
  double correction1_ = 1;
  double correction2_ = 1;
};

}  // namespace

bool isLearning(const Network& network, const State& state) {
  const double t = static_cast<double>(state.step) * network.settings.dt;
  return state.learning && t >= network.settings.learn_from && t < network.settings.learn_until;
}

void learnWeights(const Network& network, const ProjectionPlan& projection, State& state) {
  const double dt = network.settings.dt;
  const double kept = 1 - dt * projection.decay;
  double* W = state.W.data() + projection.weights.begin;
  if (projection.learn != 0) {
    const Update update(network, state, projection.learn * dt);
    const double* r = state.r.data() + projection.pre.begin;
    const double* e = state.e.data() + projection.post.begin;
    const bool dense = projection.pattern == Pattern::Kind::Dense;
    std::size_t k = 0;
    if (dense) {
      for (std::size_t j = 0; j < projection.pre.size; ++j) {
        for (std::size_t i = 0; i < projection.post.size; ++i, ++k) {
          update.apply(W[k], e[i] * r[j], state.W_moments, projection.weights.begin + k);
        }
      }
    } else {
      for (; k < projection.weights.size; ++k) {
        const double G = e[projection.post_index[k]] * r[projection.pre_index[k]];
        update.apply(W[k], G, state.W_moments, projection.weights.begin + k);
      }
    }
  }
  if (projection.decay == 0) return;
  for (std::size_t k = 0; k < projection.weights.size; ++k) W[k] *= kept;
}

void learnNeurons(const Network& network, const LayerPlan& layer, State& state) {
  const double dt = network.settings.dt;
  const Slots range = layer.range;
  if (layer.learn_bias != 0) {
    const Update update(network, state, layer.learn_bias * dt);
    for (std::size_t k = range.begin; k < range.end(); ++k) {
      update.apply(state.bias[k], state.e[k], state.bias_moments, k);
    }
  }
  const double smallest = network.clampTau();
  if (layer.learn_tau_m != 0) {
    const Update update(network, state, layer.learn_tau_m * dt);
    for (std::size_t k = range.begin; k < range.end(); ++k) {
      update.apply(state.tau_m[k], -state.e[k] * state.u_dot[k], state.tau_m_moments, k);
      state.tau_m[k] = std::max(state.tau_m[k], smallest);
    }
  }
  if (layer.learn_tau_r != 0) {
    const Update update(network, state, layer.learn_tau_r * dt);
    for (std::size_t k = range.begin; k < range.end(); ++k) {
      update.apply(state.tau_r[k], state.eps[k] * state.u_dot[k], state.tau_r_moments, k);
      state.tau_r[k] = std::max(state.tau_r[k], smallest);
    }
  }
  if (layer.learn_tau_m != 0 || layer.learn_tau_r != 0) refreshCoefficients(network, state, range);
}

}  // namespace vle
