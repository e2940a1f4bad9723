// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What theory says a network should show, and what it shows: gains, phases, angles, distances.
// Everything is computed at full rate, from states or recorded windows. Pure functions, any thread.
#pragma once

#include <complex>
#include <numbers>
#include <optional>
#include <span>
#include <vector>

#include "sim/network.h"

namespace vle {

struct State;

inline constexpr double kDegrees = 180 / std::numbers::pi;  ///< per radian

/// Forward transfer of a neuron for a sine, as the discrete scheme has it.
///
///   H = (1 + s τ_r)/(1 + s τ_m),   s = (e^{iω dt} − 1)/dt,   ω = 2πf/1000 per ms
///
/// @param f      Hz
/// @param tau_m, tau_r  ms
/// @param dt     ms; 0 gives the continuous H with s = iω
/// @source model.md §1, §2
[[nodiscard]] std::complex<double> transfer(double f, double tau_m, double tau_r, double dt);

/// |H|² of a neuron in continuous time: forward gain squared, and the factor of learned feedback.
[[nodiscard]] double squaredGain(double f, double tau_m, double tau_r);

// --- Two vectors ---------------------------------------------------------------------------------

/// How a vector a compares with a reference b. NaN where a or b is 0.
struct Comparison {
  double cosine = 0;
  double norm_ratio = 0;  ///< ‖a‖/‖b‖
  double distance = 0;    ///< ‖a − b‖/‖b‖
  /// Degrees, 0…180.
  [[nodiscard]] double angle() const;
};

/// Sums that make a Comparison, element by element.
class ComparisonSums {
 public:
  void add(double a, double b);
  [[nodiscard]] Comparison result() const;
  /// ‖b‖
  [[nodiscard]] double normOfSecond() const;
  /// Is nothing in either vector above a bound?
  [[nodiscard]] bool isFlat(double bound) const { return largest_ <= bound; }

 private:
  double aa_ = 0, bb_ = 0, ab_ = 0, dd_ = 0;
  double largest_ = 0;
};

/// @pre equal sizes
[[nodiscard]] Comparison compare(std::span<const double> a, std::span<const double> b);

/// Pearson correlation; NaN where a or b is constant.
[[nodiscard]] double correlation(std::span<const double> a, std::span<const double> b);

// --- A state -------------------------------------------------------------------------------------

/// Energy E = ½ Σ |e|² + C, model.md §1.
[[nodiscard]] double energy(const State& state);

/// The frequency |H|²Wᵀ is taken at: the single one of the inputs, else that of analytic feedback;
/// nothing where there is none.
[[nodiscard]] std::optional<double> expectedFrequency(const Network& network,
                                                      const ProjectionPlan& projection);

/// |H_j|² W_ij for the weight at an offset within the projection, with τ and W as they are.
[[nodiscard]] double expectedFeedback(const ProjectionPlan& projection, const State& state,
                                      std::size_t k, double f);

/// B against Wᵀ or, given a frequency in Hz, against |H|²Wᵀ.
[[nodiscard]] Comparison compareFeedback(const ProjectionPlan& projection, const State& state,
                                         std::optional<double> f);

/// B against the factors of alignedGains times Wᵀ; neurons without a factor are left out.
/// @param gains  (neuron_slots,)
[[nodiscard]] Comparison compareFeedback(const ProjectionPlan& projection, const State& state,
                                         std::span<const double> gains);

/// ‖W − W*‖/‖W*‖; a synapse that one of the two lacks counts as 0 there.
[[nodiscard]] double teacherDistance(const ProjectionPlan& projection, const ProjectionPlan& twin,
                                     const State& state);

/// The same over all projections that have a teacher; nothing if none has one.
[[nodiscard]] std::optional<double> remainingDistance(const Network& network, const State& state);

// --- A window ------------------------------------------------------------------------------------

/// Complex amplitude of a signal at a frequency: x ≈ Re(A e^{iωt}). Rectangular window over the
/// largest whole number of periods that fits, from the first sample on.
/// @param x   one value a step
/// @param f   Hz, > 0
/// @param dt  ms
/// @param t0  ms, time of the first sample
/// @returns nothing if not even one period fits
/// @source model.md §4
[[nodiscard]] std::optional<std::complex<double>> lockIn(std::span<const double> x, double f,
                                                         double dt, double t0);

/// A local error against the adjoint at one frequency.
struct ErrorGain {
  double gain = 0;   ///< |e|/|λ|
  double phase = 0;  ///< arg(e/λ) with the known lag removed, degrees, −180…180
  double level = 0;  ///< |λ|, amplitude at this frequency
};

/// |e|/|λ| and arg(e/λ) + ω (2h + 1) dt.
/// @param hops  h, of the neuron below the output
/// @returns nothing if no period fits, or one of the two is silent at this frequency
/// @source model.md §4
[[nodiscard]] std::optional<ErrorGain> errorGain(std::span<const double> e,
                                                 std::span<const double> adjoint, double f,
                                                 double dt, std::size_t hops);

// --- The way of an error -------------------------------------------------------------------------

/// How errors reach the neurons of a layer from the targets above.
struct ErrorPath {
  bool reached = false;
  std::size_t hops = 0;      ///< along the shortest way; 0 for a layer with a target
  bool hops_differ = false;  ///< there are ways of other lengths: no single lag can be removed
  /// Expected |e|/|λ| per neuron: the product of 1/|H|² over every neuron on the way, output
  /// included, whose own feedback does not correct it. Several ways give a range, no way gives
  /// largest_gain 0; weights of exactly 0 are no way. NaN for a neuron on whose ways learned
  /// feedback meets a rate that stands still. Empty where theory gives no number: loops, constant
  /// feedback, feedback that does not learn though it should, `drive` of several neurons; learned
  /// feedback for inputs of several frequencies without its factors; errors without filters.
  std::vector<double> smallest_gain, largest_gain;
};

/// Does theory name the gain that B of a projection gives to errors? Not that of B that does not
/// learn though it should, nor of `drive` where other neurons have a part in the drive.
[[nodiscard]] bool hasKnownGain(const Network& network, const ProjectionPlan& plan);

/// The way of errors to every layer, in the order of Network::layers.
/// @param f      Hz
/// @param gains  factors that learned feedback settles at, alignedGains; none: |H|² where all
/// inputs
///               share one frequency, else unknown
/// @source model.md §1, §3; H as in §2
[[nodiscard]] std::vector<ErrorPath> errorPaths(const Network& network, const State& state,
                                                double f, std::span<const double> gains = {});

}  // namespace vle
