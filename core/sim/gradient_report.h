// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Local, exact and finite-difference gradients of one window side by side, and every error neuron
// beside its adjoint: what `vlelab gradient` prints and the window draws. Pure functions, any
// thread.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "sim/adjoint.h"
#include "sim/diagnostics.h"
#include "sim/error_ratios.h"
#include "sim/simulator.h"

namespace vle {

/// One block of parameters: W of a projection, or b, τ_m or τ_r of a layer.
struct BlockGradient {
  std::string name;  ///< "W1" for weights, "hidden.tau_m" for neurons
  bool is_projection = false;
  bool is_learned = false;
  /// The update of the local rule against the exact one, both of the steps in which they are
  /// settled; NaN if the window has none.
  Comparison local_exact;
  /// ‖exact − finite‖/‖finite‖ over the entries tried; NaN if none was, or no target depends on
  /// them.
  double exact_finite = std::numeric_limits<double>::quiet_NaN();
  double finite_norm = 0;  ///< ‖finite‖: rounding leaves about 1e-12 of the cost in it
  std::size_t entries_tried = 0;
};

/// Why e is not what theory says, or λ silent, each found by a computation of its own.
enum class Mismatch {
  None,          ///< it is what theory says, or theory says nothing
  SlopesSwing,   ///< with φ′ held at its mean it is what theory says
  Saturated,     ///< likewise, and φ′ of the neuron is next to 0 most of the time
  Transient,     ///< the second half of the window is what theory says
  ShortWindow,   ///< lines cannot be told apart, or the circle is as large as the ratio
  NotExplained,  ///< none of these
};

/// One error neuron at one frequency.
struct GainAtFrequency {
  double f = 0;  ///< Hz
  ErrorReading reading;
  std::optional<ErrorReading> held;  ///< with φ′ held at its mean, if that was asked for
  Mismatch mismatch = Mismatch::None;
  /// What the readings are made of, a stretch each; one of a sum of sines.
  std::vector<ErrorSample> samples, held_samples;
};

/// Is this what theory says of network and B as they are? Within 3 % and its circle.
[[nodiscard]] bool isPredicted(const ErrorReading& reading);

/// Is the ratio where B of its kind settles? Within 3 % of it.
[[nodiscard]] bool isIdeal(const ErrorReading& reading);

/// One error neuron beside its adjoint, where both are settled.
struct NeuronError {
  std::string name;      ///< "hidden.e[0]"
  std::size_t slot = 0;  ///< of the neuron within the network
  std::size_t hops = 0;  ///< along the shortest way
  double correlation = 0;
  double norm_ratio = 0;  ///< rms of e over rms of λ
  double saturated = 0;   ///< share of the steps in which φ′ is below 5 % of its largest
  std::vector<GainAtFrequency> gains;
};

/// Reads the samples of a neuron again, and finds why it is not as predicted.
void readAgain(GainAtFrequency& gain, double saturated);

struct GradientReport {
  double from = 0;                             ///< ms, start of the window
  double window = 0;                           ///< ms
  double settled_from = 0, settled_until = 0;  ///< ms, where e and λ are compared
  bool has_gamma = false;             ///< γ ≠ 0 somewhere: λ is the adjoint of the γ = 0 map
  std::vector<BlockGradient> blocks;  ///< projections in order, then layers
  std::vector<NeuronError> neurons;   ///< reached by errors, in order
  RatioPlan plan;                     ///< how e and λ were compared by frequency
  std::vector<double> aligned_gains;  ///< what gain alignment settles at, alignedGains
  /// |H| of the output neurons differ at a frequency looked at: then a common factor of e does not
  /// only scale the learning rate.
  bool outputs_differ = false;
  Trajectory trajectory;  ///< of the window, with errors
  Gradient exact;         ///< λ of the whole window; sums of the settled steps
  Gradient local;         ///< the same sums with e in place of λ
  /// The state in which a value diverged within the window; then nothing else is filled in.
  std::optional<State> diverged;
};

struct GradientOptions {
  std::int64_t steps = 1;             ///< of the window
  std::int64_t settle = 0;            ///< steps at the start that e and λ are not compared in
  std::size_t entries = 200;          ///< tried by finite differences per block; 0: none
  bool by_frequency = true;           ///< looks at gain and phase of neurons at all
  bool hold_slopes = true;            ///< … and with φ′ at its mean, too
  std::vector<double> frequencies;    ///< Hz, asked for; looked at beside those there are
  std::size_t most_frequencies = 16;  ///< beside them
  /// Slots of neurons whose ratio is looked at by frequency; empty: all that errors reach.
  std::vector<std::size_t> neurons;
  std::function<void(double)> on_progress;  ///< share done, 0…1
  std::stop_token stop;                     ///< ends the work early; the report is then worthless
};

/// A window of usualStretch() beside what is left out at both ends. No finite differences.
/// @param most  steps; ≥ 1
[[nodiscard]] GradientOptions usualOptions(const Network& network, const State& state,
                                           std::int64_t most);

/// Numbers a step of a window needs, to bound the length of windows.
[[nodiscard]] std::size_t numbersPerStep(const Network& network);

/// Runs a window from a copy of the state, with learning off, and compares.
/// @param start  not diverged
/// @source model.md §4
[[nodiscard]] GradientReport compareGradients(const Simulator& simulator, const State& start,
                                              const GradientOptions& options);

/// Steps at the end of a window whose adjoint lacks its future: 10 times the largest τ, as it is in
/// the state.
[[nodiscard]] std::int64_t stepsWithoutFuture(const Network& network, const State& state);

}  // namespace vle
