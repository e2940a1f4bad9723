// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/divergence_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "sim/divergence_terms.h"
#include "sim/error_trial.h"

namespace vle {

namespace {

using Cause = DivergenceReport::Cause;
using Kind = LeverKind;
using Trial = DivergenceReport::Trial;
using Variable = Divergence::Variable;

/// A signal, or a rate, that is so many times larger than usual is suspect before all else.
constexpr double kUnusual = 5;
constexpr double kSameFactor = 1e-9;  ///< logarithms of factors
/// Beyond a factor of 100 a change is not offered beside the cure.
const double kStrong = std::log(101);
/// Of one kind so many levers are tried; networks of hundreds of layers have thousands.
constexpr std::size_t kMostOfAKind = 24;

class Doctor {
 public:
  Doctor(const Network& network, const State& state, const State* before)
      : network_(network),
        trials_(network, state, before),
        levers_(leversOf(network, state)),
        results_(levers_.size()) {}

  void diagnose(DivergenceReport& report) {
    const TrialOutcome again = trials_.playAgain();
    report.from_start = !trials_.beginsBefore();
    if (again != TrialOutcome::Diverges) {
      report.cause = again == TrialOutcome::NotTried ? Cause::NotTried : Cause::Unknown;
      return;
    }
    is_reproduced_ = true;
    report.cause = findCause(report);
    tryCures(report.cause);
    cure_ = confirmedOf(kindsOf(report.cause));
    tryTheRest(report, report.cause);
    if (!cure_) cure_ = confirmedOf(allKinds());
    tell(report);
  }
  /// One step before the divergence, if it could be played again.
  [[nodiscard]] const State* previous() const {
    return is_reproduced_ ? &*trials_.previous() : nullptr;
  }

 private:
  using Kinds = std::initializer_list<Kind>;

  /// The levers that a cause can be mended by, the kinds to prefer first.
  static std::vector<Kind> kindsOf(Cause cause) {
    switch (cause) {
      case Cause::LearningRate:
        return {Kind::Rate, Kind::AllRates};
      case Cause::TimeStep:
        return {Kind::TimeStep};
      case Cause::Gamma:
        return {Kind::Gamma};
      case Cause::SignalLoop:
        return {Kind::LoopW};
      case Cause::ErrorLoop:
        return {Kind::LoopB, Kind::LoopW, Kind::TauR, Kind::AllTauR};
      case Cause::DeepErrors:
        return {Kind::AllTauR, Kind::TauR};
      case Cause::Drive:
        return {Kind::Input, Kind::Beta, Kind::Bias, Kind::W, Kind::B};
      case Cause::NotTried:
      case Cause::Unknown:
        break;
    }
    return {};
  }

  Cause findCause(DivergenceReport& report) {
    const bool learns =
        std::ranges::any_of(levers_, [](const Lever& lever) { return lever.kind == Kind::Rate; });
    is_learned_ =
        learns && isFinite(report, "learning", [](Network& n) { n.settings.learning = false; });
    const double excess_of_rates = excessOf({Kind::Rate});
    const ErrorRisk risk = errorRisk(network_);
    if (is_learned_) {
      // What is out of the ordinary is suspect: an input, then a rate, then a chain so deep that
      // errors grow down it whatever is learned.
      const double excess_of_inputs = excessOf({Kind::Input});
      if (excess_of_inputs > kUnusual && excess_of_inputs > excess_of_rates &&
          helps({Kind::Input})) {
        return Cause::Drive;
      }
      if (excess_of_rates <= 1 && risk != ErrorRisk::None && helps({Kind::AllTauR, Kind::TauR})) {
        return risk == ErrorRisk::Loop ? Cause::ErrorLoop : Cause::DeepErrors;
      }
      return Cause::LearningRate;
    }
    if (helps({Kind::TimeStep})) return Cause::TimeStep;
    const bool has_errors = !network_.targets.empty();
    const bool has_loops = hasAny({Kind::LoopW});
    if (has_errors && isFinite(report, "errors", [](Network& n) {
          for (TargetPlan& target : n.targets) target.beta = 0;
        })) {
      if (helps({Kind::Gamma})) return Cause::Gamma;
      if (has_loops && isFinite(report, "loops of errors", cutErrorLoops)) return Cause::ErrorLoop;
      // A chain multiplies errors; a single layer just passes on what is large. Where weights
      // multiply them, too, tau_r alone may not help, but nothing that comes in is unusual.
      const bool is_deep = risk == ErrorRisk::Depth;
      const bool is_usual = excessOf({Kind::Input, Kind::Beta}) <= kUnusual;
      if (is_deep && (helps({Kind::AllTauR, Kind::TauR}) || is_usual)) return Cause::DeepErrors;
      return Cause::Drive;
    }
    if (has_loops && isFinite(report, "loops of signals", cutSignalLoops)) return Cause::SignalLoop;
    return Cause::Drive;
  }

  /// Plays it with something changed that is no parameter.
  /// @param factor  0: without it; 1: with it
  bool isFinite(DivergenceReport& report, std::string words, const DivergenceTrials::Change& change,
                double factor = 0) {
    const DivergenceTrials::Result result = trials_.play(change);
    Trial trial{{}, std::move(words), factor, result.outcome, result.ms};
    if (result.outcome == TrialOutcome::NotTried) {
      report.untried.push_back(trial.words);
    } else {
      (result.outcome == TrialOutcome::Finite ? report.others : report.in_vain)
          .push_back(std::move(trial));
    }
    return result.outcome == TrialOutcome::Finite;
  }

  [[nodiscard]] bool hasAny(Kinds kinds) const {
    return std::ranges::any_of(levers_, [&](const Lever& lever) {
      return std::ranges::find(kinds, lever.kind) != kinds.end();
    });
  }

  [[nodiscard]] double excessOf(Kinds kinds) const {
    double largest = 0;
    for (const Lever& lever : levers_) {
      if (std::ranges::find(kinds, lever.kind) != kinds.end())
        largest = std::max(largest, lever.excess);
    }
    return largest;
  }

  /// Tries all levers of some kinds.
  bool helps(Kinds kinds) {
    bool any = false;
    for (const Kind kind : kinds) {
      std::size_t count = 0;
      for (std::size_t k = 0; k < levers_.size(); ++k) {
        if (levers_[k].kind != kind || count++ >= kMostOfAKind) continue;
        any |= resultOf(k).outcome == TrialOutcome::Finite;
      }
    }
    return any;
  }

  const DivergenceTrials::Result& resultOf(std::size_t k) {
    std::optional<DivergenceTrials::Result>& result = results_[k];
    const bool shows_nothing = levers_[k].is_initial && trials_.beginsBefore();
    if (!result) {
      result = shows_nothing ? DivergenceTrials::Result{} : trials_.search(levers_[k]);
    }
    return *result;
  }

  /// All rates at once only where no single one helps.
  void tryCures(Cause cause) {
    for (const Kind kind : kindsOf(cause)) {
      if (kind != Kind::AllRates || !helps({Kind::Rate})) helps({kind});
    }
  }

  /// What else may help; rates do not where it diverges without learning, too.
  void tryTheRest(DivergenceReport& report, Cause cause) {
    tryExpectedB(report);
    helps({Kind::TimeStep, Kind::Gamma, Kind::AllTauR, Kind::Input});
    if (is_learned_) helps({Kind::Rate});
    if (cause == Cause::LearningRate && cure_) return;
    helps({Kind::Beta, Kind::LoopB, Kind::LoopW, Kind::TauR, Kind::W, Kind::B, Kind::Bias});
  }

  /// Is it B that is wrong? Where learned B would settle is known if all inputs share one
  /// frequency; a trial that begins in the middle would go on with B as it is.
  void tryExpectedB(DivergenceReport& report) {
    const bool has_B = std::ranges::any_of(network_.projections, &ProjectionPlan::hasB);
    if (!has_B || !network_.frequency || trials_.beginsBefore()) return;
    isFinite(report, "B held at |H|²Wᵀ, its expected value", holdExpectedB, 1);
  }

  [[nodiscard]] static double mildness(double factor) { return std::abs(std::log(factor)); }

  /// The mildest of some kinds that stays finite; of two that are alike the one further out of the
  /// ordinary, then the first.
  [[nodiscard]] std::optional<std::size_t> mildest(const std::vector<Kind>& kinds) const {
    std::optional<std::size_t> best;
    for (const Kind kind : kinds) {
      for (std::size_t k = 0; k < levers_.size(); ++k) {
        if (levers_[k].kind != kind || !isCure(k)) continue;
        if (!best || isBetter(k, *best)) best = k;
      }
    }
    return best;
  }

  [[nodiscard]] bool isCure(std::size_t k) const {
    return results_[k] && results_[k]->outcome == TrialOutcome::Finite;
  }

  /// How far below what is usual a rate has to go: to bring one that is too large back costs
  /// nothing.
  [[nodiscard]] double strangeness(std::size_t k) const {
    return std::max(0.0,
                    mildness(results_[k]->factor) - std::log(std::max(1.0, levers_[k].excess)));
  }

  [[nodiscard]] bool isBetter(std::size_t a, std::size_t b) const {
    const bool are_rates = levers_[a].kind == Kind::Rate && levers_[b].kind == Kind::Rate;
    if (are_rates && std::abs(strangeness(a) - strangeness(b)) > kSameFactor) {
      return strangeness(a) < strangeness(b);
    }
    const double of_a = mildness(results_[a]->factor);
    const double of_b = mildness(results_[b]->factor);
    if (std::abs(of_a - of_b) > kSameFactor) return of_a < of_b;
    return !are_rates && levers_[a].excess > 2 * levers_[b].excess;
  }

  static std::vector<Kind> allKinds() {
    std::vector<Kind> all;
    for (int kind = 0; kind <= static_cast<int>(Kind::Bias); ++kind) {
      all.push_back(static_cast<Kind>(kind));
    }
    return all;
  }

  /// The mildest of some kinds that stays finite for long.
  std::optional<std::size_t> confirmedOf(const std::vector<Kind>& kinds) {
    std::optional<std::size_t> best = mildest(kinds);
    while (best && !isConfirmed(*best)) best = mildest(kinds);
    return best;
  }

  /// What is named is played for longer, and made stronger where it does not stay finite.
  bool isConfirmed(std::size_t k) {
    DivergenceTrials::Result& result = *results_[k];
    const DivergenceTrials::Result longer = trials_.confirm(levers_[k], result.factor);
    if (longer.outcome == TrialOutcome::NotTried) return true;
    if (longer.outcome == TrialOutcome::Finite) {
      result.ms = std::max(result.ms, longer.ms);
      return true;
    }
    const auto stronger = std::ranges::find_if(levers_[k].factors, [&](double factor) {
      return mildness(factor) > mildness(result.factor) + kSameFactor;
    });
    if (stronger == levers_[k].factors.end()) {
      result = longer;
    } else {  // to be weighed against the others again
      result.factor = *stronger;
    }
    return false;
  }

  void tell(DivergenceReport& report) {
    std::vector<std::size_t> order(levers_.size());
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
    std::ranges::stable_sort(
        order, {}, [&](std::size_t k) { return isCure(k) ? mildness(results_[k]->factor) : 0; });
    for (const std::size_t k : order) {
      if (!results_[k]) continue;
      const DivergenceTrials::Result& result = *results_[k];
      Trial trial{levers_[k].path, leverText(levers_[k].path), result.factor, result.outcome,
                  result.ms};
      if (k == cure_) {
        report.cure = std::move(trial);
      } else if (result.outcome == TrialOutcome::Finite) {
        if (mildness(result.factor) > kStrong) continue;  // to remove it is no cure
        report.others.push_back(std::move(trial));
      } else if (result.outcome == TrialOutcome::Diverges) {
        report.in_vain.push_back(std::move(trial));
      } else if (!levers_[k].factors.empty()) {
        report.untried.push_back(std::move(trial.words));
      }
    }
  }

  const Network& network_;
  DivergenceTrials trials_;
  std::vector<Lever> levers_;
  std::vector<std::optional<DivergenceTrials::Result>> results_;  // one a lever, if tried
  std::optional<std::size_t> cure_;
  bool is_reproduced_ = false;
  bool is_learned_ = false;  // without learning it stays finite
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

/// "3.4 ms", "47.98 s".
template <class Number>
std::string timeText(double ms, const Number& number) {
  constexpr double kLong = 1e4;
  return ms < kLong ? number(ms) + " ms" : number(ms / 1000) + " s";
}

/// "is" or "are", as the subject of a cure asks for.
bool isPlural(const std::string& path) {
  const std::string key = path.substr(path.find('.') + 1);
  return path == "*.learn" || key == "W" || key == "feedback.B";
}

std::string causeText(const DivergenceReport& report) {
  const std::string subject = report.cure ? report.cure->words : std::string();
  const bool plural = report.cure && isPlural(report.cure->path);
  switch (report.cause) {
    case Cause::LearningRate: {
      const bool is_rate = report.cure && report.cure->words.find("learning rate") == 4;
      const bool is_decay = report.cure && report.cure->words.starts_with("the decay");
      if (!is_rate && !is_decay) return "learning: without it the run stays finite";
      return subject + (plural ? " are" : " is") + " too large";
    }
    case Cause::TimeStep:
      return "dt is too large for the time constants";
    case Cause::Gamma:
      return "γ sends errors back into the membranes too strongly";
    case Cause::SignalLoop:
      return "signals grow each time they run round a loop";
    case Cause::ErrorLoop:
      return "errors grow each time they run round a loop";
    case Cause::DeepErrors:
      return "every layer multiplies sudden errors by τ_m/τ_r, and there are too many layers";
    case Cause::Drive:
      if (report.cure && report.cure->path.ends_with(".beta")) {
        return "what the target asks for, times β, is too large";
      }
      return report.cure ? subject + (plural ? " are" : " is") + " too large"
                         : "what comes in is too large";
    case Cause::NotTried:
      return "not looked for, since the run is too long to be played again";
    case Cause::Unknown:
      return "something done during the run: played again without it, it does not happen";
  }
  return {};
}

}  // namespace

const char* nameOf(DivergenceReport::Cause cause) {
  static constexpr std::array kNames = {"learning-rate", "time-step",  "gamma",
                                        "signal-loop",   "error-loop", "deep-errors",
                                        "drive",         "not-tried",  "unknown"};
  return kNames[static_cast<std::size_t>(cause)];
}

std::string divergenceSentence(const Network& network, const State& state) {
  const Divergence& divergence = *state.divergence;
  const double t = static_cast<double>(divergence.step) * network.settings.dt;
  return std::string(nameOf(divergence.variable)) + " of " + placeOf(network, divergence) +
         " reached " + formatShort(divergence.value) + " at " + timeText(t, formatShort);
}

std::string DivergenceReport::textOf(const Trial& trial, const Words& words) {
  if (trial.factor == 0) return "without " + trial.words;
  if (trial.factor == 1) return "with " + trial.words;
  const auto number = [&](double x) { return words.number ? words.number(x) : formatNumber(x); };
  const bool tells_path =
      words.has_paths && !trial.path.empty() && !trial.path.starts_with("settings.");
  return trial.words + (tells_path ? " (" + trial.path + ")" : "") + " × " + number(trial.factor);
}

std::vector<Trial> DivergenceReport::cures() const {
  std::vector<Trial> all;
  if (cure) all.push_back(*cure);
  std::ranges::copy_if(others, std::back_inserter(all), &Trial::isCure);
  return all;
}

namespace {

/// Texts that differ in whose they are only are one: "the weights W of any one of 12".
/// @param words  of each, "the weights W of 'W1'", ending with whose; the text is made of them
template <class Text>
std::vector<std::string> grouped(const std::vector<Trial>& trials, const Text& text) {
  constexpr std::ptrdiff_t kFew = 2;
  const auto kindOf = [](const Trial& trial) {
    const std::size_t owner = trial.words.find('\'');
    return trial.words.substr(
        0, owner == std::string::npos ? owner : trial.words.rfind(" of ", owner));
  };
  std::vector<std::string> texts;
  std::vector<std::string> told;
  for (Trial trial : trials) {
    const std::string kind = kindOf(trial);
    const auto count = std::ranges::count(trials, kind, kindOf);
    if (count > kFew) {
      if (std::ranges::find(told, kind) != told.end()) continue;
      told.push_back(kind);
      trial.words = kind + " of any one of " + std::to_string(count);
      trial.path.clear();
    }
    texts.push_back(text(trial));
  }
  return texts;
}

}  // namespace

std::vector<std::string> DivergenceReport::vainTexts(const Words& words) const {
  return grouped(in_vain, [&](const Trial& trial) { return textOf(trial, words); });
}

std::vector<std::string> DivergenceReport::untriedTexts() const {
  std::vector<Trial> trials;
  for (const std::string& words : untried) trials.push_back({{}, words, 1, {}, 0});
  return grouped(trials, [](const Trial& trial) { return trial.words; });
}

std::string DivergenceReport::sentence(const Words& words) const {
  const auto number = [&](double x) { return words.number ? words.number(x) : formatShort(x); };
  std::string text =
      variable + " of " + place + " reached " + number(value) + " at " + timeText(t, number);
  if (!term.empty()) {
    text += "; the largest term of its equation is " + term + " = " + number(term_value);
  }
  text += ". Cause: " + causeText(*this);
  if (cure) {
    text += ". With " + textOf(*cure, words) + " the run stays finite (tried for " +
            timeText(cure->ms, number) +
            (from_start ? ")" : " from shortly before; from its start it takes too long)");
  } else if (cause != Cause::NotTried && cause != Cause::Unknown) {
    text += others.empty() ? ". Nothing that was tried keeps it finite"
                           : ". No single parameter that was tried keeps it finite";
  }
  return text + ".";
}

std::string DivergenceReport::details(const Words& words) const {
  std::string text;
  const auto add = [&](const char* title, const std::vector<std::string>& parts) {
    if (parts.empty()) return;
    text += (text.empty() ? "" : " ") + std::string(title) + join(parts) + ".";
  };
  std::vector<std::string> finite;
  for (const Trial& trial : others) finite.push_back(textOf(trial, words));
  add("Also finite: ", finite);
  add("Tried in vain: ", vainTexts(words));
  add("Not tried, since it takes too long: ", untriedTexts());
  return text;
}

DivergenceReport explainDivergence(const Network& network, const State& state,
                                   const State* before) {
  const Divergence& divergence = *state.divergence;
  DivergenceReport report;
  report.t = static_cast<double>(divergence.step) * network.settings.dt;
  report.variable = nameOf(divergence.variable);
  report.place = placeOf(network, divergence);
  report.value = divergence.value;
  Doctor doctor(network, state, before);
  doctor.diagnose(report);
  if (isThere(network, divergence)) {
    const DivergenceTerm term = largestTerm(network, state, doctor.previous());
    report.term = term.name;
    report.term_value = term.value;
  }
  return report;
}

}  // namespace vle
