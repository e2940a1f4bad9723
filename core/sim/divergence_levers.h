// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be changed about a network that diverged: one row a parameter, with the factors that are
// tried. Pure functions, any thread.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// What a lever moves. The doctor names causes by it.
enum class LeverKind {
  Rate,      ///< a learning rate or decay
  AllRates,  ///< the learning rates of all W
  TimeStep,  ///< dt
  Gamma,     ///< errors into the membrane
  TauR,      ///< τ_r of one layer: τ_m/τ_r is what an error filter multiplies sudden errors by
  AllTauR,   ///< τ_r of every layer
  LoopW,     ///< W of a projection that lies on a loop
  LoopB,     ///< B of such a projection
  W,         ///< W of another projection
  B,         ///< B of another projection
  Input,     ///< the signal of an input
  Beta,      ///< β of a target
  Bias       ///< b of a layer
};

/// One parameter that could be changed by a factor.
struct Lever {
  LeverKind kind{};
  std::string path;  ///< as `withScaled` takes it: "W1.learn", "*.tau_r", "x.signal"
  std::function<void(Network&, double)> scale;
  std::span<const double> factors;  ///< the mildest first
  /// How large it is beside what is usual: of two that help alike, the larger is named.
  double excess = 0;
  /// Trials that begin in the middle of a run cannot show what it does: it is an initial value.
  bool is_initial = false;
};

/// All levers of a network, by kind, within a kind the most suspect first.
/// @param state  that has diverged: rates whose parameters moved most come first
[[nodiscard]] std::vector<Lever> leversOf(const Network& network, const State& state);

/// Nothing is sent down along the loops of the network; what comes from targets stays.
void cutErrorLoops(Network& network);
/// B of every projection is |H_j|²Wᵀ of the initial weights and does not learn.
/// @pre network.frequency
void holdExpectedB(Network& network);
/// Nothing is sent up along the loops of the network, and nothing learned there.
void cutSignalLoops(Network& network);

/// The largest magnitude a signal has, about: 3 sd of noise; NaN where it is not known (a file, a
/// live one).
[[nodiscard]] double amplitudeOf(const SignalPlan& signal);

/// What a path says in words: "W2.feedback.learn" is "the learning rate of B of 'W2'".
[[nodiscard]] std::string leverText(std::string_view path);

}  // namespace vle
