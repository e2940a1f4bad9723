// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The local error e over the adjoint λ at one frequency: measured in a window, and as the linear
// theory has it. Where inputs and targets are sums of sines, by least squares of all lines; for
// everything else by cross spectra of many short stretches. Pure functions, any thread.
#pragma once

#include <complex>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "sim/adjoint.h"
#include "sim/network.h"
#include "sim/state.h"
#include "sim/trajectory.h"

namespace vle {

/// e/λ, with all lags in it: e is (h + 1) steps late and λ (h + 1) early, h hops below the output.
struct ErrorRatio {
  std::complex<double> value;
  double radius = 0;  ///< 95 %: the true value lies within a circle of this radius
  /// |e|/|λ|
  [[nodiscard]] double gain() const { return std::abs(value); }
  /// arg(e/λ), degrees, −180…180
  [[nodiscard]] double phase() const;
};

/// Amplitudes of one neuron at one frequency, of one stretch.
struct ErrorSample {
  std::complex<double> e, adjoint;
  double adjoint_floor = 0;  ///< of λ, of what no line explains there
  double ratio_floor = 0;    ///< of e/λ, of a single stretch
  /// By theory, from β (r* − r) of the same stretch: network and B as they are; B where its kind
  /// settles. NaN where theory says nothing.
  std::complex<double> predicted_e, ideal_e, predicted_adjoint;
};

/// What is seen of a neuron at a frequency.
enum class Seen {
  Yes,
  Incoherent,  ///< less than half of e's power there follows λ, or the circle is half as wide
  Silent,      ///< λ is not above what no line explains
  Unresolved,  ///< the window is too short to tell this line from the next, or from the mean
};

struct ErrorReading {
  Seen seen = Seen::Unresolved;
  double level = 0;      ///< rms of |λ| over the stretches
  double coherence = 0;  ///< of e and λ; 1 of a single stretch
  ErrorRatio measured;   ///< if seen
  std::optional<std::complex<double>> predicted, ideal;
};

/// @param samples  of one neuron at one frequency; none: Unresolved
[[nodiscard]] ErrorReading readingOf(std::span<const ErrorSample> samples);

/// How a stretch of a window is looked at.
struct RatioPlan {
  bool is_lines = false;            ///< else by cross spectra
  bool is_whole = false;            ///< lines, and twice a whole number of periods of all there is
  std::vector<double> frequencies;  ///< Hz, looked at
  std::vector<double> others;       ///< Hz, fitted beside them
  std::size_t from = 0, until = 0;  ///< steps of the window
  std::size_t stretch = 0;          ///< steps; they overlap by half
  [[nodiscard]] std::size_t stretches() const;
};

/// Steps that suffice: for lines eight periods of the slowest, a whole number of periods of all
/// together where these repeat within `most`, sixteen else; for cross spectra six stretches of 10 τ
/// and no less than 3 s.
[[nodiscard]] double usualStretch(const Network& network, const State& state, double most);

/// @param asked  Hz, looked at in any case, first
/// @param most   frequencies that are looked at, at most, beside those asked for
[[nodiscard]] RatioPlan planRatios(const Network& network, const State& state,
                                   const std::vector<double>& asked, std::size_t most,
                                   std::size_t from, std::size_t until);

/// Samples of some neurons: [frequency][neuron][stretch]; no stretch where a line is not resolved.
using ErrorSamples = std::vector<std::vector<std::vector<ErrorSample>>>;

/// @param neurons  slots
/// @param window   recorded with errors, parameters constant
/// @param adjoint  of the window
/// @param ideal    settledFeedback, or empty
[[nodiscard]] ErrorSamples sampleErrors(const Network& network, const State& state,
                                        const std::vector<std::size_t>& neurons,
                                        const Trajectory& window, const Gradient& adjoint,
                                        const AlignedVector& ideal, const RatioPlan& plan);

}  // namespace vle
