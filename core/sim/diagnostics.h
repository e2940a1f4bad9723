// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a network shows, and what it should show: gains, phases, angles, distances.
// Everything is computed at full rate, from states or recorded windows. Pure functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

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

/// Energy E = ½ Σ |e|² + C, model.md §1: the Lagrangian where γ = 1, as m = e there.
[[nodiscard]] double energy(const State& state);

/// Mismatch of a neuron in the last step: what its input does not explain of its membrane.
///
///   m = u + τ_m u̇ − W r − b
///
/// with u, r, W and b as the step read them. A running network has m = γ e, at γ = 0 nothing but
/// rounding; a neuron that is held by a poke has what holds it. τ_m is that of after the step:
/// where it is learned, m has the step's change of it times u̇ in it.
/// @param slot  of the neuron arrays
/// @source model.md §1, §2 step 5
[[nodiscard]] double mismatch(const Network& network, const State& state, std::size_t slot);

/// Lagrangian L = ½ Σ m² + C of the last step, whose sum over the steps times dt is the action.
/// @source model.md §1
[[nodiscard]] double lagrangian(const Network& network, const State& state);

/// The frequency |H|²Wᵀ is taken at: the single one of the inputs, else that of analytic feedback;
/// nothing where there is none.
[[nodiscard]] std::optional<double> expectedFrequency(const Network& network,
                                                      const ProjectionPlan& projection);

/// |H_j|² W_ij for the weight at an offset within the projection, with τ and W as they are.
/// H as the discrete scheme of this network has it.
[[nodiscard]] double expectedFeedback(const Network& network, const ProjectionPlan& projection,
                                      const State& state, std::size_t k, double f);

/// B against Wᵀ or, given a frequency in Hz, against |H|²Wᵀ.
[[nodiscard]] Comparison compareFeedback(const Network& network, const ProjectionPlan& projection,
                                         const State& state, std::optional<double> f);

/// B against the factors of alignedGains times Wᵀ; neurons without a factor are left out.
/// @param gains  (neuron_slots,)
[[nodiscard]] Comparison compareFeedback(const ProjectionPlan& projection, const State& state,
                                         std::span<const double> gains);

/// ‖W − W*‖/‖W*‖; a synapse that one of the two lacks counts as 0 there.
[[nodiscard]] double teacherDistance(const ProjectionPlan& projection, const ProjectionPlan& twin,
                                     const State& state);

/// The same over all projections that have a teacher; nothing if none has one.
[[nodiscard]] std::optional<double> remainingDistance(const Network& network, const State& state);

}  // namespace vle
