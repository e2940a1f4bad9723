// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/divergence_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <span>

#include "base/text.h"
#include "sim/divergence_terms.h"
#include "sim/simulator.h"

namespace vle {

namespace {

using Cause = DivergenceReport::Cause;
using Variable = Divergence::Variable;

/// Steps × (weights + neurons) that one trial may cost.
constexpr double kTrialWork = 4e7;
constexpr std::array kFactors = {0.5, 0.25, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-6, 1e-9};

/// One thing that could be changed.
struct Lever {
  std::string path;
  std::function<void(Network&, double)> scale;
  double weight = 0;  ///< the larger, the sooner it is tried
};

class Doctor {
 public:
  Doctor(const Network& network, const State& state) : network_(network), state_(state) {
    const double size = static_cast<double>(network.weight_slots + network.neuron_slots + 1);
    most_ = static_cast<std::int64_t>(std::clamp(kTrialWork / size, 1000.0, 400000.0));
    can_try_ = state.divergence->step < most_;
  }

  void diagnose(DivergenceReport& report) const {
    const bool learned = std::ranges::any_of(rates(), [](const Lever& l) { return l.weight > 0; });
    if (!can_try_) {  // it took long: slowly changing parameters brought it about
      if (!learned) return;
      report.cause = Cause::LearningRate;
      report.cure = {rates().front().path, kFactors.front(), false};
      return;
    }
    if (staysFinite([](Network&) {}, state_.divergence->step + 1)) return;
    if (learned && staysFinite([](Network& n) { n.settings.learning = false; }, most_)) {
      report.cause = Cause::LearningRate;
      report.cure = firstThatHelps(rates(), kFactors.size() - 3);
      const Lever all{"*.learn", [](Network& n, double f) {
                        for (ProjectionPlan& plan : n.projections) plan.learn *= f;
                      }};
      if (!report.cure) report.cure = firstThatHelps({all});
      return;
    }
    const Lever dt{"settings.dt", [](Network& n, double f) { n.settings.dt *= f; }};
    if (const auto cure = firstThatHelps({dt})) {
      report.cause = Cause::TimeStep;
      report.cure = cure;
      return;
    }
    const std::vector<Lever> levers = loops();
    report.cause = levers.empty() ? Cause::Drive : Cause::Loop;
    report.cure = firstThatHelps(levers);
  }

 private:
  /// Does the variant stay finite for some steps if something is changed? Cures are tried for as
  /// long as can be afforded: to run away more slowly is none.
  template <class Change>
  [[nodiscard]] bool staysFinite(Change change, std::int64_t steps) const {
    auto changed = std::make_shared<Network>(network_);
    change(*changed);
    const Simulator simulator(changed);
    State state = initialState(*changed);
    simulator.advance(state, steps);
    return !state.divergence;
  }

  /// @param factors  how many of the factors are tried: to all but stop one of many is no cure
  [[nodiscard]] std::optional<DivergenceReport::Cure> firstThatHelps(
      const std::vector<Lever>& levers, std::size_t factors = kFactors.size()) const {
    for (const Lever& lever : levers) {
      for (const double factor : std::span(kFactors).first(factors)) {
        // A finer step makes a run longer; beyond this it is no cure anyone wants.
        if (lever.path == "settings.dt" && factor < 0.05) break;
        if (staysFinite([&](Network& n) { lever.scale(n, factor); }, most_)) {
          return DivergenceReport::Cure{lever.path, factor, true};
        }
      }
    }
    return std::nullopt;
  }

  /// ‖θ − θ₀‖/‖θ₀‖ of a slice; infinite where it is no number.
  [[nodiscard]] static double change(const AlignedVector& now, const AlignedVector& initial,
                                     Slots range) {
    double difference = 0;
    double norm = 1e-6;
    for (std::size_t k = range.begin; k < range.end(); ++k) {
      difference += (now[k] - initial[k]) * (now[k] - initial[k]);
      norm += initial[k] * initial[k];
    }
    const double result = std::sqrt(difference / norm);
    return std::isnan(result) ? std::numeric_limits<double>::infinity() : result;
  }

  /// Every learning rate that is not 0, the one whose parameters changed most first.
  [[nodiscard]] std::vector<Lever> rates() const {
    std::vector<Lever> levers;
    for (std::size_t p = 0; p < network_.projections.size(); ++p) {
      const ProjectionPlan& plan = network_.projections[p];
      if (plan.learn != 0) {
        levers.push_back({plan.name + ".learn",
                          [p](Network& n, double f) { n.projections[p].learn *= f; },
                          change(state_.W, network_.W, plan.weights)});
      }
      if (plan.learnsB() && plan.learn_feedback != 0) {
        levers.push_back({plan.name + ".feedback.learn",
                          [p](Network& n, double f) { n.projections[p].learn_feedback *= f; },
                          change(state_.B, network_.B, plan.weights)});
      }
    }
    for (std::size_t l = 0; l < network_.layers.size(); ++l) {
      const LayerPlan& layer = network_.layers[l];
      const auto add = [&](const char* key, double LayerPlan::*rate, AlignedVector State::*now,
                           AlignedVector Network::*initial) {
        if (layer.*rate == 0) return;
        levers.push_back({layer.name + "." + key,
                          [l, rate](Network& n, double f) { n.layers[l].*rate *= f; },
                          change(state_.*now, network_.*initial, layer.range)});
      };
      add("learn_bias", &LayerPlan::learn_bias, &State::bias, &Network::bias);
      add("learn_tau_m", &LayerPlan::learn_tau_m, &State::tau_m, &Network::tau_m);
      add("learn_tau_r", &LayerPlan::learn_tau_r, &State::tau_r, &Network::tau_r);
    }
    std::ranges::stable_sort(levers, std::greater{}, &Lever::weight);
    return levers;
  }

  /// γ where it is not 0, and the weights of every projection that lies on a loop.
  [[nodiscard]] std::vector<Lever> loops() const {
    std::vector<Lever> levers;
    for (const LayerPlan& layer : network_.layers) {
      if (network_.gamma[layer.range.begin] == 0) continue;
      levers.push_back({layer.name + ".gamma", [range = layer.range](Network& n, double f) {
                          for (std::size_t k = range.begin; k < range.end(); ++k) n.gamma[k] *= f;
                        }});
    }
    for (const ProjectionPlan& plan : network_.projections) {
      if (plan.from_input || !leadsTo(plan.post, plan.pre)) continue;
      levers.push_back({plan.name + ".W", [range = plan.weights](Network& n, double f) {
                          for (std::size_t k = range.begin; k < range.end(); ++k) n.W[k] *= f;
                        }});
      if (!plan.hasB()) continue;
      levers.push_back({plan.name + ".feedback.B", [range = plan.weights](Network& n, double f) {
                          for (std::size_t k = range.begin; k < range.end(); ++k) n.B[k] *= f;
                        }});
    }
    return levers;
  }

  /// Is there a way along projections from one layer to another (or are they the same)?
  [[nodiscard]] bool leadsTo(Slots from, Slots to) const {
    std::vector<Slots> reached = {from};
    for (std::size_t k = 0; k < reached.size(); ++k) {
      if (reached[k] == to) return true;
      for (const ProjectionPlan& plan : network_.projections) {
        const bool leaves = !plan.from_input && plan.pre == reached[k];
        if (leaves && std::ranges::find(reached, plan.post) == reached.end()) {
          reached.push_back(plan.post);
        }
      }
    }
    return false;
  }

  const Network& network_;
  const State& state_;
  std::int64_t most_ = 0;  ///< steps of a trial
  bool can_try_ = false;
};

std::string placeOf(const Network& network, const Divergence& divergence) {
  const LayerPlan* layer = network.layer(divergence.layer);
  const std::string neuron =
      "neuron " + std::to_string(divergence.neuron) + " of layer '" + layer->name + "'";
  const ProjectionPlan* plan = network.projection(divergence.projection);
  if (plan != nullptr) {
    const auto [i, j] = plan->ends(divergence.synapse);
    const bool is_B = divergence.variable == Variable::B;
    return "synapse [" + std::to_string(is_B ? j : i) + ";" + std::to_string(is_B ? i : j) +
           "] of '" + plan->name + "' at " + neuron;
  }
  return neuron;
}

std::string causeText(Cause cause) {
  switch (cause) {
    case Cause::LearningRate:
      return "without learning it stays finite: a learning rate is too large";
    case Cause::TimeStep:
      return "with a smaller dt it stays finite: dt is too large for the time constants";
    case Cause::Loop:
      return "a loop amplifies by itself, with or without learning";
    case Cause::Drive:
      return "there is no loop: what drives it is that large";
    case Cause::Unknown:
      return "from the start it does not happen again: something done during the run caused it";
  }
  return {};
}

}  // namespace

const char* nameOf(DivergenceReport::Cause cause) {
  static constexpr std::array kNames = {"learning-rate", "time-step", "loop", "drive", "unknown"};
  return kNames[static_cast<std::size_t>(cause)];
}

std::string DivergenceReport::sentence() const {
  std::string text = variable + " of " + place + " reached " + formatShort(value) + " at " +
                     formatShort(t) + " ms";
  if (!term.empty()) {
    text += "; the largest term of its equation is " + term + ", " + formatShort(term_value);
  }
  text += "; " + causeText(cause);
  if (cure) {
    text += cure->tried ? "; it stays finite with " : "; try ";
    text += cure->path + " times " + formatNumber(cure->factor);
  }
  return text + ".";
}

DivergenceReport explainDivergence(const Network& network, const State& state) {
  const Divergence& divergence = *state.divergence;
  const DivergenceTerm term = largestTerm(network, state);
  DivergenceReport report;
  report.t = static_cast<double>(divergence.step) * network.settings.dt;
  report.variable = nameOf(divergence.variable);
  report.place = placeOf(network, divergence);
  report.value = divergence.value;
  report.term = term.name;
  report.term_value = term.value;
  Doctor(network, state).diagnose(report);
  return report;
}

}  // namespace vle
