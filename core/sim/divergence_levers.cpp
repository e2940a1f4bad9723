// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/divergence_levers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/text.h"
#include "model/scaling.h"
#include "sim/layer_groups.h"
#include "sim/transfer.h"

namespace vle {

namespace {

constexpr std::array kSmaller = {0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 1e-3, 1e-4, 1e-6, 1e-9};
constexpr std::array kFiner = {0.5, 0.25, 0.1};  // dt: a finer step makes a run longer
constexpr std::array kSlower = {2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0};  // τ_r, up to τ_m
constexpr std::size_t kMostTaus = 20;  // layers whose τ_r is tried alone

// What is usual, for `excess`; those of the parameter table.
constexpr double kUsualRate = 1;
constexpr double kUsualTauRate = 100;
constexpr double kUsualWeight = 3;
constexpr double kUsualSignal = 2;

double largestOf(const AlignedVector& values, Slots range) {
  double largest = 0;
  for (std::size_t k = range.begin; k < range.end(); ++k) {
    largest = std::max(largest, std::abs(values[k]));
  }
  return largest;
}

void scale(AlignedVector& values, Slots range, double factor) {
  for (std::size_t k = range.begin; k < range.end(); ++k) values[k] *= factor;
}

/// ‖θ − θ₀‖/‖θ₀‖ of a slice; infinite where it is no number.
double change(const AlignedVector& now, const AlignedVector& initial, Slots range) {
  double difference = 0;
  double norm = 1e-6;
  for (std::size_t k = range.begin; k < range.end(); ++k) {
    difference += (now[k] - initial[k]) * (now[k] - initial[k]);
    norm += initial[k] * initial[k];
  }
  const double result = std::sqrt(difference / norm);
  return std::isnan(result) ? std::numeric_limits<double>::infinity() : result;
}

/// Does a layer's error filter multiply what is sudden?
bool looksAhead(const Network& network, const LayerPlan& layer) {
  for (std::size_t k = layer.range.begin; k < layer.range.end(); ++k) {
    if (network.tau_r[k] < network.tau_m[k]) return true;
  }
  return false;
}

/// The largest τ_m/τ_r of a layer.
double ratioOf(const Network& network, const LayerPlan& layer) {
  double largest = 0;
  for (std::size_t k = layer.range.begin; k < layer.range.end(); ++k) {
    largest = std::max(largest, network.tau_m[k] / network.tau_r[k]);
  }
  return largest;
}

/// The factors that leave τ_r at τ_m at most.
std::span<const double> factorsUpTo(double ratio) {
  const auto fits = [ratio](double factor) { return factor <= 1.001 * ratio; };
  const auto count = std::ranges::count_if(kSlower, fits);
  return std::span(kSlower).first(static_cast<std::size_t>(count));
}

/// Keeps B as it is, whatever its kind was.
void holdB(ProjectionPlan& plan) {
  plan.feedback = FeedbackKind::Constant;
  plan.uses = feedbackTraits(plan.feedback).uses;
  plan.learn_feedback = plan.feedback_decay = 0;
  if (!plan.has_model) plan.filters.reset();
  plan.drive_filters.reset();
}

class Levers {
 public:
  Levers(const Network& network, const State& state) : network_(network), state_(state) {}

  std::vector<Lever> all() {
    addRates();
    add(LeverKind::TimeStep, "settings.dt", [](Network& n, double f) { n.settings.dt *= f; });
    levers_.back().factors = kFiner;
    addLayers();
    addProjections();
    addSignals();
    return std::move(levers_);
  }

 private:
  Lever& add(LeverKind kind, std::string path, std::function<void(Network&, double)> scale,
             double excess = 0, bool is_initial = false) {
    return levers_.emplace_back(
        Lever{kind, std::move(path), std::move(scale), kSmaller, excess, is_initial});
  }

  /// Every learning rate that is not 0, the one whose parameters changed most first.
  void addRates() {
    std::vector<double> moved;
    for (std::size_t p = 0; p < network_.projections.size(); ++p) {
      const ProjectionPlan& plan = network_.projections[p];
      const auto rate = [&](const char* key, double ProjectionPlan::*member, bool acts, double by) {
        if (!acts || plan.*member == 0) return;
        add(
            LeverKind::Rate, plan.name + "." + key,
            [p, member](Network& n, double f) { n.projections[p].*member *= f; },
            std::abs(plan.*member) / kUsualRate);
        moved.push_back(by);
      };
      const double of_W = change(state_.W, network_.W, plan.weights);
      const double of_B = change(state_.B, network_.B, plan.weights);
      rate("learn", &ProjectionPlan::learn, true, of_W);
      rate("decay", &ProjectionPlan::decay, true, of_W);
      const bool learns_B = plan.learnsB() && !plan.isMirrored();
      rate("feedback.learn", &ProjectionPlan::learn_feedback, learns_B, of_B);
      rate("feedback.decay", &ProjectionPlan::feedback_decay, plan.isMirrored(),
           std::max(of_W, of_B));
      if (!plan.readsModel() || !plan.learnsModel()) continue;
      add(
          LeverKind::Rate, plan.name + ".feedback.learn_model",
          [p](Network& n, double f) {
            n.projections[p].learn_model *= f;
            shareModelRates(n);
          },
          plan.learn_model / kUsualRate);
      moved.push_back(change(state_.M, network_.M, plan.weights));
    }
    for (std::size_t l = 0; l < network_.layers.size(); ++l) {
      const LayerPlan& layer = network_.layers[l];
      const auto rate = [&](const char* key, double LayerPlan::*member, double usual,
                            AlignedVector State::*now, AlignedVector Network::*initial) {
        if (layer.*member == 0) return;
        add(
            LeverKind::Rate, layer.name + "." + key,
            [l, member](Network& n, double f) { n.layers[l].*member *= f; },
            std::abs(layer.*member) / usual);
        moved.push_back(change(state_.*now, network_.*initial, layer.range));
      };
      rate("learn_bias", &LayerPlan::learn_bias, kUsualRate, &State::bias, &Network::bias);
      rate("learn_tau_m", &LayerPlan::learn_tau_m, kUsualTauRate, &State::tau_m, &Network::tau_m);
      rate("learn_tau_r", &LayerPlan::learn_tau_r, kUsualTauRate, &State::tau_r, &Network::tau_r);
    }
    std::vector<std::size_t> order(levers_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t k) { return moved[k]; });
    std::vector<Lever> sorted;
    for (const std::size_t k : order) sorted.push_back(std::move(levers_[k]));
    levers_ = std::move(sorted);
    if (std::ranges::count_if(network_.projections,
                              [](const ProjectionPlan& p) { return p.learn != 0; }) < 2)
      return;
    add(LeverKind::AllRates, "*.learn", [](Network& n, double f) {
      for (ProjectionPlan& plan : n.projections) plan.learn *= f;
    });
  }

  void addLayers() {
    double largest_ratio = 0;
    std::size_t taus = 0;
    for (std::size_t l = 0; l < network_.layers.size(); ++l) {
      const LayerPlan& layer = network_.layers[l];
      const Slots range = layer.range;
      const double gamma = largestOf(network_.gamma, range);
      if (gamma != 0) {
        add(
            LeverKind::Gamma, layer.name + ".gamma",
            [range](Network& n, double f) { vle::scale(n.gamma, range, f); }, gamma);
      }
      if (!looksAhead(network_, layer)) continue;
      largest_ratio = std::max(largest_ratio, ratioOf(network_, layer));
      if (++taus > kMostTaus) continue;
      add(
          LeverKind::TauR, layer.name + ".tau_r",
          [range](Network& n, double f) { vle::scale(n.tau_r, range, f); },
          ratioOf(network_, layer), layer.learn_tau_r != 0)
          .factors = factorsUpTo(ratioOf(network_, layer));
    }
    if (taus < 2) return;
    add(
        LeverKind::AllTauR, "*.tau_r",
        [](Network& n, double f) {
          for (const LayerPlan& layer : n.layers) {
            if (looksAhead(n, layer)) vle::scale(n.tau_r, layer.range, f);
          }
        },
        0, network_.learns(&LayerPlan::learn_tau_r))
        .factors = factorsUpTo(largest_ratio);
  }

  void addProjections() {
    const LayerGroups groups(network_);
    for (const ProjectionPlan& plan : network_.projections) {
      const bool is_loop = groups.isOnLoop(plan);
      const Slots range = plan.weights;
      add(
          is_loop ? LeverKind::LoopW : LeverKind::W, plan.name + ".W",
          [range](Network& n, double f) { vle::scale(n.W, range, f); },
          largestOf(network_.W, range) / kUsualWeight, plan.learn != 0);
      if (!plan.hasB()) continue;
      add(
          is_loop ? LeverKind::LoopB : LeverKind::B, plan.name + ".feedback.B",
          [range](Network& n, double f) { vle::scale(n.B, range, f); },
          largestOf(network_.B, range) / kUsualWeight, plan.learnsB());
    }
  }

  void addSignals() {
    for (std::size_t k = 0; k < network_.inputs.size(); ++k) {
      const double amplitude = amplitudeOf(network_.inputs[k].signal);
      if (std::isnan(amplitude) || amplitude == 0) continue;
      add(
          LeverKind::Input, network_.inputs[k].name + ".signal",
          [k](Network& n, double f) {
            SignalPlan& signal = n.inputs[k].signal;
            signal.spec = scaled(signal.spec, f);
            for (double& x : signal.constant) x *= f;
          },
          amplitude / kUsualSignal);
    }
    for (std::size_t k = 0; k < network_.targets.size(); ++k) {
      const TargetPlan& target = network_.targets[k];
      if (target.beta == 0) continue;
      const double amplitude = target.follows ? 0 : amplitudeOf(target.signal);
      add(
          LeverKind::Beta, target.name + ".beta",
          [k](Network& n, double f) { n.targets[k].beta *= f; },
          target.beta * std::max(1.0, std::isnan(amplitude) ? 0 : amplitude) / kUsualSignal);
    }
    for (const LayerPlan& layer : network_.layers) {
      const double largest = largestOf(network_.bias, layer.range);
      if (largest == 0) continue;
      add(
          LeverKind::Bias, layer.name + ".bias",
          [range = layer.range](Network& n, double f) { vle::scale(n.bias, range, f); },
          largest / kUsualSignal, layer.learn_bias != 0);
    }
  }

  const Network& network_;
  const State& state_;
  std::vector<Lever> levers_;
};

struct Amplitude {
  double operator()(const StepSignal& s) const {
    return std::max(std::abs(s.before), std::abs(s.after));
  }
  double operator()(const PulseSignal& s) const {
    return std::max(std::abs(s.base), std::abs(s.base + s.height));
  }
  double operator()(const SinesSignal& s) const {
    double largest = 0;
    for (const auto& channel : s.channels) {
      double sum = 0;
      for (const Sine& sine : channel) sum += std::abs(sine.a);
      largest = std::max(largest, sum);
    }
    return largest;
  }
  double operator()(const RandomSinesSignal& s) const {
    return static_cast<double>(s.count) * std::abs(s.a);
  }
  double operator()(const SquareSignal& s) const {
    return std::max(std::abs(s.low), std::abs(s.high));
  }
  double operator()(const ChirpSignal& s) const { return std::abs(s.a); }
  double operator()(const NoiseSignal& s) const { return 3 * std::abs(s.sd); }
  double operator()(const SamplesSignal& s) const {
    double largest = 0;
    for (const auto& row : s.channels) {
      for (const double x : row) largest = std::max(largest, std::abs(x));
    }
    return largest;
  }
  template <class Other>
  double operator()(const Other&) const {
    return std::numeric_limits<double>::quiet_NaN();
  }
};

}  // namespace

std::vector<Lever> leversOf(const Network& network, const State& state) {
  return Levers(network, state).all();
}

void cutErrorLoops(Network& network) {
  const LayerGroups groups(network);
  for (ProjectionPlan& plan : network.projections) {
    if (!groups.isOnLoop(plan)) continue;
    holdB(plan);
    scale(network.B, plan.weights, 0);
  }
}

void holdExpectedB(Network& network) {
  for (ProjectionPlan& plan : network.projections) {
    if (!plan.hasB()) continue;
    holdB(plan);
    for (std::size_t k = 0; k < plan.weights.size; ++k) {
      const std::size_t j = plan.pre.begin + plan.ends(k).pre;
      const double gain =
          squaredGain(*network.frequency, network.tau_m[j], network.tau_r[j], network.settings.dt);
      network.B[plan.weights.begin + k] = gain * network.W[plan.weights.begin + k];
    }
  }
}

void cutSignalLoops(Network& network) {
  const LayerGroups groups(network);
  for (ProjectionPlan& plan : network.projections) {
    if (!groups.isOnLoop(plan)) continue;
    plan.learn = 0;
    scale(network.W, plan.weights, 0);
  }
}

double amplitudeOf(const SignalPlan& signal) {
  if (std::holds_alternative<ConstantSignal>(signal.spec)) {
    double largest = 0;
    for (const double x : signal.constant) largest = std::max(largest, std::abs(x));
    return largest;
  }
  return std::visit(Amplitude{}, signal.spec);
}

std::string leverText(std::string_view path) {
  const std::size_t dot = path.find('.');
  const std::string owner(path.substr(0, dot));
  const std::string_view key = dot == std::string_view::npos ? "" : path.substr(dot + 1);
  const bool all = owner == "*";
  const std::string of = all ? std::string() : " of '" + owner + "'";
  const std::string of_layer = all ? " of all layers" : " of layer '" + owner + "'";
  if (owner == "settings") return std::string(key);
  if (key == "learn") return all ? "the learning rates of all W" : "the learning rate of W" + of;
  if (key == "feedback.learn") return "the learning rate of B" + of;
  if (key == "feedback.learn_model") return "the learning rate of M" + of;
  if (key == "decay") return "the decay of W" + of;
  if (key == "feedback.decay") return "the decay of W and B" + of;
  if (key == "learn_bias") return "the learning rate of the bias" + of_layer;
  if (key == "learn_tau_m") return "the learning rate of τ_m" + of_layer;
  if (key == "learn_tau_r") return "the learning rate of τ_r" + of_layer;
  if (key == "W") return "the weights W" + of;
  if (key == "feedback.B") return "the feedback weights B" + of;
  if (key == "signal") return "the signal of input '" + owner + "'";
  if (key == "beta") return "β of target '" + owner + "'";
  if (key == "bias") return "the bias" + of_layer;
  if (key == "tau_r") return "τ_r" + of_layer;
  if (key == "gamma") return "γ" + of_layer;
  return std::string(key) + of_layer;
}

}  // namespace vle
