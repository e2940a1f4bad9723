// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/divergence_trials.h"

#include <algorithm>
#include <cmath>

#include "sim/carry_over.h"
#include "sim/simulator.h"

namespace vle {

namespace {

/// In steps × (weights + neurons + kStepWork). All of it is about a second.
constexpr double kAllWork = 4e8;
constexpr double kRunWork = 1e8;      ///< to play the run again as it was
constexpr double kTrialWork = 3e7;    ///< of one trial, if it need not be longer
constexpr double kMostWork = 6e7;     ///< of one that has to be long
constexpr double kLongWork = 1.5e7;   ///< a long trial of one factor
constexpr double kConfirmWork = 1e8;  ///< the trial of what is named
constexpr double kStepWork = 100;     ///< of a step, whatever its size
constexpr double kBeginWork = 2e4;
constexpr double kBeginShare = 20;  ///< steps that beginning a trial is worth
constexpr double kWindowWork = 5;   ///< times as much where the rule is bptt

/// A trial is this many times as long as the run took to diverge, and after a long run as long as
/// there is time for: to run away a little later is no cure.
constexpr double kTrialLength = 10;
constexpr double kLeastLength = 1.5;
constexpr double kEnoughLength = 5;
constexpr double kShortTrial = 2000;   ///< steps, at least, if it begins in the middle …
constexpr double kLeastFactor = 0.01;  ///< … and what makes it longer still
constexpr double kLongMs = 20000;
constexpr double kConfirmMs = 60000;
/// Neurons × steps of a bptt window that a finer dt may make.
constexpr double kWindow = 1e7;

}  // namespace

DivergenceTrials::DivergenceTrials(const Network& network, const State& state, const State* before)
    : network_(network),
      before_(before),
      step_work_(static_cast<double>(network.weight_slots + network.rate_slots) + kStepWork),
      begin_work_(kBeginWork + kBeginShare * step_work_),
      taken_(static_cast<double>(state.divergence->step) + 1),
      step_(state.divergence->step),
      variable_(state.divergence->variable),
      work_left_(kAllWork) {
  if (network.settings.rule == Rule::Bptt) step_work_ *= kWindowWork;
}

State DivergenceTrials::begin(const Network& changed) const {
  return begins_before_ ? carryOver(network_, *before_, changed) : initialState(changed);
}

TrialOutcome DivergenceTrials::playAgain() {
  bool is_tried = false;
  for (const bool begins_before : {false, true}) {
    if (begins_before && (before_ == nullptr || before_->divergence || before_->step > step_))
      break;
    const double first = begins_before ? static_cast<double>(before_->step) : 0;
    const double steps = static_cast<double>(step_) + 1 - first;
    if (steps * step_work_ > kRunWork) continue;
    is_tried = true;
    begins_before_ = begins_before;
    auto same = std::make_shared<Network>(network_);
    same->held_out.reset();
    const Simulator simulator(same);
    State state = begins_before ? *before_ : initialState(*same);
    simulator.advance(state, static_cast<std::int64_t>(steps) - 1);
    if (state.divergence) continue;
    State previous = state;
    simulator.advance(state, 1);
    if (!state.divergence || state.divergence->variable != variable_) continue;
    previous_ = std::move(previous);
    taken_ = steps;
    return TrialOutcome::Diverges;
  }
  return is_tried ? TrialOutcome::Finite : TrialOutcome::NotTried;
}

double DivergenceTrials::trialSteps(double slower) const {
  if (begins_before_) slower = std::min(slower, 1 / kLeastFactor);
  const double wanted = kTrialLength * taken_ * slower;
  double steps = std::max(kLeastLength * taken_ * slower,
                          std::min(wanted, std::floor(kTrialWork / step_work_)));
  // Where so long would take too long, the length of the run will do, and some times what it took.
  const double enough =
      std::max(network_.settings.duration / network_.settings.dt, kEnoughLength * taken_);
  const double most = std::floor(kMostWork / step_work_);
  if (steps > most && enough <= most) steps = most;
  return begins_before_ ? std::max(kShortTrial, steps) : steps;
}

double DivergenceTrials::longSteps(double ms, double work) const {
  const double wanted = std::min(network_.settings.duration, ms) / network_.settings.dt;
  return std::floor(std::min(wanted, work / step_work_));
}

double DivergenceTrials::steps(const Lever& lever, double factor, double steps) {
  return lever.kind == LeverKind::TimeStep ? steps / factor : steps;
}

DivergenceTrials::Result DivergenceTrials::playFor(const Change& change, double steps) {
  if (steps * step_work_ + begin_work_ > work_left_) return {};
  auto changed = std::make_shared<Network>(network_);
  change(*changed);
  changed->held_out.reset();
  if (changed->settings.rule == Rule::Bptt &&
      static_cast<double>(changed->windowSteps()) * static_cast<double>(changed->rate_slots) >
          kWindow) {
    return {};
  }
  const Simulator simulator(changed);
  State state = begin(*changed);
  const std::int64_t first = state.step;
  simulator.advance(state, static_cast<std::int64_t>(steps));
  const auto done = static_cast<double>(state.step - first);
  work_left_ -= done * step_work_ + begin_work_;
  return {state.divergence ? TrialOutcome::Diverges : TrialOutcome::Finite,
          done * changed->settings.dt};
}

DivergenceTrials::Result DivergenceTrials::play(const Change& change, double slower) {
  return playFor(change, trialSteps(slower));
}

DivergenceTrials::Result DivergenceTrials::playWith(const Lever& lever, double factor, double n) {
  Result result =
      playFor([&](Network& network) { lever.scale(network, factor); }, steps(lever, factor, n));
  result.factor = factor;
  return result;
}

DivergenceTrials::Result DivergenceTrials::search(const Lever& lever) {
  if (lever.factors.empty()) return {};
  // What is smaller, or filtered more, may just take longer.
  const bool is_dt = lever.kind == LeverKind::TimeStep;
  const auto slower = [is_dt](double factor) { return is_dt ? 1 : std::max(factor, 1 / factor); };
  // Removed altogether, if that can be: what is no help then is none at any factor.
  Result result;
  if (!is_dt) {
    const bool removes = lever.factors.front() < 1;
    const double strongest = removes ? 0 : lever.factors.back();
    result = playWith(lever, strongest, trialSteps(removes ? 1 : strongest));
    if (result.outcome != TrialOutcome::Finite) return result;
  }
  const double longer = longSteps(kLongMs, kLongWork);
  for (const double factor : lever.factors) {
    const double n = trialSteps(slower(factor));
    Result tried = playWith(lever, factor, n);
    if (tried.outcome == TrialOutcome::Finite && longer > n) {
      Result again = playWith(lever, factor, longer);
      if (again.outcome != TrialOutcome::NotTried) tried = again;
    }
    if (tried.outcome == TrialOutcome::Finite) return tried;
    if (tried.outcome == TrialOutcome::NotTried) return tried;
    result = tried;
  }
  return result;
}

DivergenceTrials::Result DivergenceTrials::confirm(const Lever& lever, double factor) {
  return playWith(lever, factor, longSteps(kConfirmMs, std::min(kConfirmWork, work_left_ / 2)));
}

}  // namespace vle
