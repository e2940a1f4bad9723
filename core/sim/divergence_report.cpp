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
#include "sim/carry_over.h"
#include "sim/divergence_terms.h"
#include "sim/simulator.h"

namespace vle {

namespace {

using Cause = DivergenceReport::Cause;
using Variable = Divergence::Variable;

/// Steps × (weights + neurons): of one trial, and of all together, about a second.
constexpr double kTrialWork = 1e8;
constexpr double kAllWork = 5e8;
/// A trial is this many times as long as the run took to diverge: to run away a little later is no
/// cure. A factor that slows something down makes it longer still.
constexpr double kTrialLength = 10;
/// Neurons × steps of a bptt window that a finer dt may make.
constexpr double kTrialWindow = 1e7;
/// Steps of a trial that begins shortly before, at least.
constexpr double kShortTrial = 5000;
constexpr double kLeastFactor = 0.01;  ///< that makes such a trial longer
constexpr std::array kFactors = {0.5, 0.25, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-6, 1e-9};
constexpr std::size_t kCureFactors = 6;  ///< of one rate of many: less would be to stop it
constexpr std::size_t kStepFactors = 3;  ///< of dt: a finer step makes a run longer

enum class Outcome { Finite, Diverges, TooLong };

/// One thing that could be changed.
struct Lever {
  std::string path;
  std::function<void(Network&, double)> scale;
  double weight = 0;  ///< the larger, the sooner it is tried
};

class Doctor {
 public:
  /// @param steps  until it diverged
  Doctor(const Network& network, const State& state, double steps, const State* before)
      : network_(network),
        state_(state),
        before_(before),
        size_(static_cast<double>(network.weight_slots + network.rate_slots + 1)),
        steps_(steps) {}

  void diagnose(DivergenceReport& report) {
    const std::vector<Lever> rates = this->rates();
    const bool learned = std::ranges::any_of(rates, [](const Lever& l) { return l.weight > 0; });
    Outcome again = outcome([](Network&) {}, steps_);
    if (again == Outcome::TooLong && before_ != nullptr) {
      begins_before_ = true;
      again = outcome([](Network&) {}, trialSteps());
    }
    const Outcome unlearned =
        learned && again == Outcome::Diverges
            ? outcome([](Network& n) { n.settings.learning = false; }, trialSteps())
            : Outcome::Diverges;
    if (again == Outcome::TooLong || unlearned == Outcome::TooLong) {
      report.cause = Cause::NotTried;
      if (learned) report.cure = {rates.front().path, kFactors.front(), false};
    } else if (again == Outcome::Finite) {
      report.cause = Cause::Unknown;
    } else if (unlearned == Outcome::Finite) {
      report.cause = Cause::LearningRate;
      report.cure = firstThatHelps(rates, begins_before_ ? kFactors.size() : kCureFactors);
      const Lever all{"*.learn", [](Network& n, double f) {
                        for (ProjectionPlan& plan : n.projections) plan.learn *= f;
                      }};
      if (!report.cure) report.cure = firstThatHelps({all}, kFactors.size());
      if (!report.cure && begins_before_)
        report.cure = {rates.front().path, kFactors.front(), false};
    } else {
      diagnoseDynamics(report);
    }
  }

 private:
  /// What runs away without learning, too.
  void diagnoseDynamics(DivergenceReport& report) {
    const Lever dt{"settings.dt", [](Network& n, double f) { n.settings.dt *= f; }};
    report.cure = firstThatHelps({dt}, kStepFactors);
    report.cause = Cause::TimeStep;
    if (report.cure) return;
    if (begins_before_) {  // weights are not at their initial values: nothing else can be tried
      report.cause = Cause::NotTried;
      return;
    }
    const std::vector<Lever> levers = loops();
    report.cause = levers.empty() ? Cause::Drive : Cause::Loop;
    report.cure = firstThatHelps(levers, kFactors.size());
  }

  /// @param factor  of what slows the run down
  [[nodiscard]] double trialSteps(double factor = 1) const {
    if (!begins_before_) return kTrialLength * steps_ / factor;
    const double left = steps_ - static_cast<double>(before_->step);
    return std::max(kShortTrial, kTrialLength * left / std::max(factor, kLeastFactor));
  }

  /// What becomes of the variant within some steps, if something is changed.
  template <class Change>
  [[nodiscard]] Outcome outcome(Change change, double steps) {
    auto changed = std::make_shared<Network>(network_);
    change(*changed);
    changed->held_out.reset();
    const bool windowed = changed->settings.rule == Rule::Bptt;
    const double window =
        windowed ? static_cast<double>(changed->windowSteps() * std::ssize(state_.r)) : 0;
    if (steps * size_ > std::min(kTrialWork, work_left_) || window > kTrialWindow) {
      return Outcome::TooLong;
    }
    const Simulator simulator(changed);
    State state = begins_before_ ? carryOver(network_, *before_, *changed) : initialState(*changed);
    const std::int64_t begin = state.step;
    simulator.advance(state, static_cast<std::int64_t>(steps));
    work_left_ -= static_cast<double>(state.step - begin) * size_;
    return state.divergence ? Outcome::Diverges : Outcome::Finite;
  }

  [[nodiscard]] std::optional<DivergenceReport::Cure> firstThatHelps(
      const std::vector<Lever>& levers, std::size_t factors) {
    for (const Lever& lever : levers) {
      for (const double factor : std::span(kFactors).first(factors)) {
        const Outcome tried =
            outcome([&](Network& n) { lever.scale(n, factor); }, trialSteps(factor));
        if (tried == Outcome::TooLong) break;
        if (tried == Outcome::Finite) {
          return DivergenceReport::Cure{lever.path, factor, true, !begins_before_};
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
      const auto add = [&](const char* key, double ProjectionPlan::*rate, bool acts, double moved) {
        if (!acts || plan.*rate == 0) return;
        levers.push_back({plan.name + "." + key,
                          [p, rate](Network& n, double f) { n.projections[p].*rate *= f; }, moved});
      };
      const double of_W = change(state_.W, network_.W, plan.weights);
      const double of_B = change(state_.B, network_.B, plan.weights);
      add("learn", &ProjectionPlan::learn, true, of_W);
      add("decay", &ProjectionPlan::decay, true, of_W);
      add("feedback.learn", &ProjectionPlan::learn_feedback, plan.learnsB() && !plan.isMirrored(),
          of_B);
      add("feedback.decay", &ProjectionPlan::feedback_decay, plan.isMirrored(),
          std::max(of_W, of_B));
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
  const State* before_;
  bool begins_before_ = false;  ///< trials begin there
  double size_;                 ///< work of a step
  double steps_;
  double work_left_ = kAllWork;
};

/// Is what diverged a part of this network? It may have been edited since.
bool isThere(const Network& network, const Divergence& divergence) {
  const LayerPlan* layer = network.layer(divergence.layer);
  if (layer == nullptr || divergence.neuron >= layer->range.size) return false;
  if (divergence.projection == ProjectionId{}) return true;
  const ProjectionPlan* plan = network.projection(divergence.projection);
  return plan != nullptr && divergence.synapse < plan->weights.size;
}

std::string placeOf(const Network& network, const Divergence& divergence) {
  if (!isThere(network, divergence)) return "a neuron that is no longer there";
  const LayerPlan* layer = network.layer(divergence.layer);
  std::string neuron =
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
      return "without learning it stays finite: a rate is too large";
    case Cause::TimeStep:
      return "with a smaller dt it stays finite: dt is too large for the time constants";
    case Cause::Loop:
      return "a loop amplifies by itself, with or without learning";
    case Cause::Drive:
      return "there is no loop: what drives it is that large";
    case Cause::NotTried:
      return "too long a run to repeat and find the cause";
    case Cause::Unknown:
      return "from the start it does not happen again: something done during the run caused it";
  }
  return {};
}

}  // namespace

namespace {

/// "3.4 ms", "47.98 s".
template <class Number>
std::string timeText(double ms, const Number& number) {
  constexpr double kLong = 1e4;
  return ms < kLong ? number(ms) + " ms" : number(ms / 1000) + " s";
}

}  // namespace

const char* nameOf(DivergenceReport::Cause cause) {
  static constexpr std::array kNames = {"learning-rate", "time-step", "loop",
                                        "drive",         "not-tried", "unknown"};
  return kNames[static_cast<std::size_t>(cause)];
}

std::string divergenceSentence(const Network& network, const State& state) {
  const Divergence& divergence = *state.divergence;
  const double t = static_cast<double>(divergence.step) * network.settings.dt;
  return std::string(nameOf(divergence.variable)) + " of " + placeOf(network, divergence) +
         " reached " + formatShort(divergence.value) + " at " + timeText(t, formatShort);
}

std::string DivergenceReport::sentence(const Words& words) const {
  const auto number = [&](double x) { return words.number ? words.number(x) : formatShort(x); };
  std::string text =
      variable + " of " + place + " reached " + number(value) + " at " + timeText(t, number);
  if (!term.empty()) {
    text += "; the largest term of its equation is " + term + ", " + number(term_value);
  }
  text += "; " + causeText(cause);
  if (cure) {
    text += !cure->tried       ? "; try "
            : cure->from_start ? "; it stays finite with "
                               : "; from shortly before that it stays finite with ";
    text += (words.cure.empty() ? cure->path : words.cure) + " times " +
            (words.number ? words.number(cure->factor) : formatNumber(cure->factor));
  }
  return text + ".";
}

DivergenceReport explainDivergence(const Network& network, const State& state,
                                   const State* before) {
  const Divergence& divergence = *state.divergence;
  const DivergenceTerm term =
      isThere(network, divergence) ? largestTerm(network, state) : DivergenceTerm{};
  DivergenceReport report;
  report.t = static_cast<double>(divergence.step) * network.settings.dt;
  report.variable = nameOf(divergence.variable);
  report.place = placeOf(network, divergence);
  report.value = divergence.value;
  report.term = term.name;
  report.term_value = term.value;
  Doctor(network, state, static_cast<double>(divergence.step) + 1, before).diagnose(report);
  return report;
}

}  // namespace vle
