// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why a variant diverged and what helps, found by experiment: it is played again with one thing
// changed at a time. Nothing is said that was not tried. Pure functions, any thread; slow (up to
// about a second), so not for the simulation thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/divergence_trials.h"
#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// How numbers are written; by default as in files and on the command line.
struct DivergenceWords {
  std::function<std::string(double)> number = {};
  bool has_paths = true;  ///< beside the words, to be copied
};

struct DivergenceReport {
  enum class Cause {
    LearningRate,  ///< finite as long as nothing learns or decays
    TimeStep,      ///< finite with a smaller dt
    Gamma,         ///< finite where errors do not act on the membranes
    SignalLoop,    ///< signals grow on a loop, without errors too; finite if it is cut
    ErrorLoop,     ///< errors grow on a loop; finite if it is cut
    DeepErrors,    ///< errors grow from layer to layer; finite with a larger τ_r
    Drive,         ///< what comes in is that large, or weights or biases on its way are
    NotTried,      ///< it takes too long to be played again
    Unknown        ///< it does not happen again: edits or pokes brought it about
  };
  /// One thing that was changed, and what came of it.
  struct Trial {
    std::string path;   ///< as `withScaled` takes it; of what has no path (learning off) ""
    std::string words;  ///< "the learning rate of W of 'W2'", "learning"
    double factor = 1;  ///< times this: the mildest that stays finite, else the strongest tried
    TrialOutcome outcome = TrialOutcome::NotTried;
    double ms = 0;  ///< played for so long; it diverged after so long

    /// Can a person do this to the project?
    [[nodiscard]] bool isCure() const { return outcome == TrialOutcome::Finite && !path.empty(); }
    bool operator==(const Trial&) const = default;
  };
  using Words = DivergenceWords;

  double t = 0;          ///< ms
  std::string variable;  ///< symbol of the notation table, "u", "W"
  std::string place;     ///< "neuron 0 of layer 'hidden'", of W and B with the synapse
  double value = 0;
  std::string term;  ///< the largest term of its equation, "W r through 'loop'"; may be empty
  double term_value = 0;
  Cause cause = Cause::Unknown;
  bool from_start = true;            ///< false: trials began shortly before it diverged
  std::optional<Trial> cure;         ///< the mildest change of what is the cause
  std::vector<Trial> others;         ///< other changes that stay finite, the mildest first
  std::vector<Trial> in_vain;        ///< with these it diverged all the same
  std::vector<std::string> untried;  ///< in words: there was no time for them

  /// All changes that a person can make and that stay finite: the cure, then the others.
  [[nodiscard]] std::vector<Trial> cures() const;
  /// What, largest term, cause and cure: "u of neuron 0 of layer 'a' reached 1.2e+06 at 3.4 ms; …".
  [[nodiscard]] std::string sentence(const Words& words = {}) const;
  /// What else stays finite, what was tried in vain and what was not tried; may be empty.
  [[nodiscard]] std::string details(const Words& words = {}) const;
  /// What was tried in vain, in words; many of a kind are one text.
  [[nodiscard]] std::vector<std::string> vainTexts(const Words& words = {}) const;
  [[nodiscard]] std::vector<std::string> untriedTexts() const;
  /// "the weights W of 'loop' × 0.2", "without learning"
  [[nodiscard]] static std::string textOf(const Trial& trial, const Words& words = {});
};

/// "learning-rate", "time-step", "gamma", "signal-loop", "error-loop", "deep-errors", "drive",
/// "not-tried" or "unknown"
[[nodiscard]] const char* nameOf(DivergenceReport::Cause cause);

/// "u of neuron 0 of layer 'a' reached 1.2e+06 at 3.4 ms": what, without asking why.
/// @pre  state.divergence is set
[[nodiscard]] std::string divergenceSentence(const Network& network, const State& state);

/// @param network  may have been edited since the state diverged
/// @param before   of the same network, shortly before that; where the run is too long to be played
///                 again from its start, or does not diverge again, trials begin there. nullptr:
///                 none
/// @pre  state.divergence is set
[[nodiscard]] DivergenceReport explainDivergence(const Network& network, const State& state,
                                                 const State* before = nullptr);

}  // namespace vle
