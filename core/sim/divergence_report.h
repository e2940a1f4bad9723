// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why a variant diverged and what to try: the largest term of the equation of the variable that ran
// away, and a cause found by running the variant again with one thing changed. Pure functions, any
// thread; slow (up to about a second), so not for the simulation thread.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

struct DivergenceReport {
  enum class Cause {
    LearningRate,  ///< finite as long as nothing learns or decays
    TimeStep,      ///< finite with a smaller dt
    Loop,          ///< a loop of signals or errors, or γ, amplifies by itself
    Drive,         ///< no loop: what comes in is that large
    NotTried,      ///< it took too long to be run again
    Unknown        ///< it does not happen again from the start: edits or pokes brought it about
  };
  /// A parameter to be multiplied; with this factor a run from the start was tried and stays
  /// finite.
  struct Cure {
    std::string path;  ///< "W1.learn", "settings.dt", "loop.W", "hidden.gamma"
    double factor = 1;
    bool tried = true;       ///< false: the run is too long to be tried again
    bool from_start = true;  ///< false: what was tried began shortly before it diverged
    bool operator==(const Cure&) const = default;
  };

  double t = 0;          ///< ms
  std::string variable;  ///< symbol of the notation table, "u", "W"
  std::string place;     ///< "neuron 0 of layer 'hidden'", of W and B with the synapse
  double value = 0;
  std::string term;  ///< the largest term of its equation, "W r through 'loop'"; may be empty
  double term_value = 0;
  Cause cause = Cause::Unknown;
  std::optional<Cure> cure;

  /// How numbers and parameters are written; by default as in files and on the command line.
  struct Words {
    std::function<std::string(double)> number;
    std::string cure;  ///< name of what `cure` multiplies, instead of its path
  };

  /// "u of neuron 0 of layer 'a' reached 1.2e+06 at 3.4 ms; …": what, term, cause and cure.
  [[nodiscard]] std::string sentence(const Words& words = {}) const;
};

/// "learning-rate", "time-step", "loop", "drive", "not-tried" or "unknown"
[[nodiscard]] const char* nameOf(DivergenceReport::Cause cause);

/// "u of neuron 0 of layer 'a' reached 1.2e+06 at 3.4 ms": what, without asking why.
/// @pre  state.divergence is set
[[nodiscard]] std::string divergenceSentence(const Network& network, const State& state);

/// @param network  may have been edited since the state diverged
/// @param before   of the same network, shortly before that; where the run is too long to be played
///                 again from its start, trials begin there. nullptr: none
/// @pre  state.divergence is set
[[nodiscard]] DivergenceReport explainDivergence(const Network& network, const State& state,
                                                 const State* before = nullptr);

}  // namespace vle
