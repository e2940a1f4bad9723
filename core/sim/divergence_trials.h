// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A run that diverged, played again with something changed, within a budget of work. Any thread;
// slow.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "sim/divergence_levers.h"

namespace vle {

/// What came of a trial.
enum class TrialOutcome {
  Finite,    ///< it stayed finite as long as it was played
  Diverges,  ///< it diverged
  NotTried   ///< it would have taken too long
};

class DivergenceTrials {
 public:
  struct Result {
    TrialOutcome outcome = TrialOutcome::NotTried;
    double ms = 0;      ///< how long it was played; after which time it diverged
    double factor = 0;  ///< of a lever: the mildest that stays finite, else the strongest tried
  };
  using Change = std::function<void(Network&)>;

  /// @param network  must outlive the trials
  /// @param state    that has diverged; not kept
  /// @param before   of the same run, shortly before that; nullptr: none
  DivergenceTrials(const Network& network, const State& state, const State* before);

  /// Plays the run as it was: from its start, or, where it is too long or does not diverge again
  /// in the same step, from shortly before. Call it first.
  /// @returns Diverges if the divergence happened again in its step
  [[nodiscard]] TrialOutcome playAgain();
  /// One step before the divergence; nothing if it did not happen again.
  [[nodiscard]] const std::optional<State>& previous() const { return previous_; }
  /// Do trials begin at `before`?
  [[nodiscard]] bool beginsBefore() const { return begins_before_; }

  /// Plays it with a change, several times as long as it took to diverge.
  /// @param slower  how many times longer everything may take with it
  [[nodiscard]] Result play(const Change& change, double slower = 1);
  /// Finds the mildest factor with which it stays finite, also for a long run.
  [[nodiscard]] Result search(const Lever& lever);
  /// Plays a change that stays finite for the whole run, up to a minute, as far as there is time.
  /// @returns Diverges if it does not stay finite so long
  [[nodiscard]] Result confirm(const Lever& lever, double factor);

 private:
  [[nodiscard]] State begin(const Network& changed) const;
  [[nodiscard]] Result playFor(const Change& change, double steps);
  [[nodiscard]] Result playWith(const Lever& lever, double factor, double steps);
  [[nodiscard]] double trialSteps(double slower) const;
  [[nodiscard]] double longSteps(double ms, double work) const;
  /// As many steps as the same time takes with another factor of a lever.
  [[nodiscard]] static double steps(const Lever& lever, double factor, double steps);

  const Network& network_;
  const State* before_;
  bool begins_before_ = false;
  double step_work_;   ///< of a step
  double begin_work_;  ///< of a trial, whatever its length
  double taken_;       ///< steps until it diverged, from where trials begin
  std::int64_t step_;  ///< that diverged
  Divergence::Variable variable_;
  double work_left_;
  std::optional<State> previous_;
};

}  // namespace vle
