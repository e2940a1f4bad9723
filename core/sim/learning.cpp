// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/learning.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

  /// What a gradient adds to its parameter.
  /// @param k  index of the moments
  double change(double G, Moments& moments, std::size_t k) const {
    switch (optimizer_.kind) {
      case Optimizer::Kind::Flow:
        return h_ * G;
      case Optimizer::Kind::Momentum:
        moments.m[k] = optimizer_.mu * moments.m[k] + G;
        return h_ * moments.m[k];
      case Optimizer::Kind::Adam: {
        double& m = moments.m[k];
        double& q = moments.q[k];
        m = optimizer_.beta1 * m + (1 - optimizer_.beta1) * G;
        q = optimizer_.beta2 * q + (1 - optimizer_.beta2) * G * G;
        return h_ * m * correction1_ / (std::sqrt(q * correction2_) + kAdamEpsilon);
      }
    }
    return 0;  // unreachable: every enumerator returns above
  }

 private:
  Optimizer optimizer_;
  double h_;
  double correction1_ = 1;
  double correction2_ = 1;
};

/// θ ← max(θ + optimizer(G), smallest) for a slice of a neuron array, where learned.
/// @param gradient  G of the neuron at slot k
template <class G>
void learnSlice(const Network& network, Slots range, double h, double smallest, State& state,
                AlignedVector State::*parameter, Moments State::*moments, G gradient) {
  if (h == 0) return;
  const Update update(network, state, h);
  AlignedVector& values = state.*parameter;
  for (std::size_t k = range.begin; k < range.end(); ++k) {
    values[k] = std::max(values[k] + update.change(gradient(k), state.*moments, k), smallest);
  }
}

/// Bias and time constants of a layer from their gradients.
/// @param period  ms between two updates
template <class B, class M, class R>
void learnLayer(const Network& network, const LayerPlan& layer, double period, State& state, B bias,
                M tau_m, R tau_r) {
  constexpr double kNone = -std::numeric_limits<double>::infinity();
  const double clamp = network.clampTau();
  learnSlice(network, layer.range, layer.learn_bias * period, kNone, state, &State::bias,
             &State::bias_moments, bias);
  learnSlice(network, layer.range, layer.learn_tau_m * period, clamp, state, &State::tau_m,
             &State::tau_m_moments, tau_m);
  learnSlice(network, layer.range, layer.learn_tau_r * period, clamp, state, &State::tau_r,
             &State::tau_r_moments, tau_r);
  if (layer.learn_tau_m != 0 || layer.learn_tau_r != 0) {
    refreshCoefficients(network, state, layer.range);
  }
}

/// θ ← θ − share θ
void decay(double share, Slots range, AlignedVector& weights) {
  if (share == 0) return;
  for (std::size_t k = range.begin; k < range.end(); ++k) weights[k] -= share * weights[k];
}

/// The first step at or after a time; a rounding error above a whole number of steps is none.
double firstStepAt(double t, double dt) { return std::ceil(t / dt - 1e-6); }

}  // namespace

StepRange learningSteps(const Network& network, const State& state) {
  if (!state.learning) return {};
  constexpr double kMostSteps = 9e18;  // fits a 64-bit integer
  const auto step = [&](double t) {
    return static_cast<std::int64_t>(std::min(firstStepAt(t, network.settings.dt), kMostSteps));
  };
  return {step(network.settings.learn_from), step(network.settings.learn_until)};
}

bool isLearning(const Network& network, const State& state) {
  const StepRange steps = learningSteps(network, state);
  return state.step >= steps.from && state.step < steps.until;
}

void learnWeights(const Network& network, const ProjectionPlan& projection, State& state) {
  const double dt = network.settings.dt;
  const bool mirrored = projection.isMirrored();
  const double own_decay = mirrored ? dt * projection.feedback_decay : 0;
  double* W = state.W.data() + projection.weights.begin;
  double* B = state.B.data() + projection.weights.begin;
  const double* r = state.r.data() + projection.pre.begin;
  const double* e = state.e.data() + projection.post.begin;
  if (projection.learn != 0 || own_decay != 0) {
    const Update update(network, state, projection.learn * dt);
    projection.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
      const double change = projection.learn != 0 ? update.change(e[i] * r[j], state.W_moments,
                                                                  projection.weights.begin + k)
                                                  : 0;
      W[k] += change - own_decay * W[k];
      if (mirrored) B[k] += change - own_decay * B[k];
    });
  }
  decay(dt * projection.decay, projection.weights, state.W);
}

void learnNeurons(const Network& network, const LayerPlan& layer, State& state) {
  learnLayer(
      network, layer, network.settings.dt, state, [&](std::size_t k) { return state.e[k]; },
      [&](std::size_t k) { return -state.e[k] * state.u_dot[k]; },
      [&](std::size_t k) { return state.eps[k] * state.u_dot[k]; });
}

bool recordsWindow(const Network& network, State& state) {
  const double first = firstStepAt(network.settings.learn_from, network.settings.dt);
  const std::int64_t place = (state.step - std::llround(first)) % network.windowSteps();
  const auto recorded = static_cast<std::int64_t>(state.window.steps);
  const bool goes_on = place == recorded && state.window.first_step + recorded == state.step;
  if (recorded > 0 && !goes_on) state.window.clear();
  return goes_on || place == 0;
}

void learnFromWindow(const Network& network, State& state) {
  const double period = static_cast<double>(network.windowSteps()) * network.settings.dt;
  Gradient& gradient = state.window_gradient;
  computeAdjoint(network, state.window, gradient);
  for (const ProjectionPlan& projection : network.projections) {
    if (projection.learn != 0) {
      const Update update(network, state, projection.learn * period);
      for (std::size_t k = projection.weights.begin; k < projection.weights.end(); ++k) {
        state.W[k] += update.change(-gradient.W[k] / period, state.W_moments, k);
      }
    }
    decay(period * projection.decay, projection.weights, state.W);
  }
  for (const LayerPlan& layer : network.layers) {
    learnLayer(
        network, layer, period, state, [&](std::size_t k) { return -gradient.bias[k] / period; },
        [&](std::size_t k) { return -gradient.tau_m[k] / period; },
        [&](std::size_t k) { return -gradient.tau_r[k] / period; });
  }
  ++state.updates;
  state.window.clear();
}

}  // namespace vle
