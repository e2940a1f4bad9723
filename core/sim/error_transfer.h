// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the errors and the adjoint of a network do with a sine, φ′ held: the linear theory that the
// measured |e|/|λ| is compared with, for any number of ways and targets. Pure functions, any
// thread.
#pragma once

#include <complex>
#include <vector>

#include <Eigen/Core>

#include "base/aligned.h"
#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// Complex amplitudes of all error neurons, and of the adjoint, at one frequency.
struct ErrorResponse {
  std::vector<std::complex<double>> e, adjoint;  ///< (neuron_slots,)
};

/// The weights that carry errors down a synapse, whatever kind of feedback it has: B, W, or
/// |H_j(f)|² W_ij; (weight_slots,).
[[nodiscard]] AlignedVector feedbackInUse(const Network& network, const State& state);

/// The linearised network, τ, W and φ′ as they are.
///
///   e = 1/H φ′ (z⁻¹ B e + β (r* − r)),   λ = z H̄ φ′ (Wᵀ λ + β (r* − r)),   z = e^{iω dt}
///
/// with H of the discrete scheme: e is one step late at each hop, λ one step early. Both are driven
/// by the same complex β (r* − r) of every target; their ratio has all lags in it.
/// @source model.md §2 steps 1–3, 7 and §4 at z
class ErrorTransfer {
 public:
  /// @param slopes    φ′ of every neuron, (neuron_slots,)
  /// @param feedback  as of feedbackInUse, (weight_slots,)
  ErrorTransfer(const Network& network, const State& state, const AlignedVector& slopes,
                AlignedVector feedback);

  using Complex = std::complex<double>;

  /// @param f       Hz, > 0
  /// @param drives  each β (r* − r) of every channel of every target, complex amplitudes,
  ///                (target_slots,)
  /// @returns one for each; NaN in and below layers that form a loop of too many neurons, or one
  ///          that is singular
  [[nodiscard]] std::vector<ErrorResponse> at(
      double f, const std::vector<std::vector<Complex>>& drives) const;

 private:
  /// A column for every drive, (neuron_slots, drives).
  using Columns = Eigen::MatrixXcd;
  /// Layers that depend on one another.
  struct Group {
    std::vector<std::size_t> layers;
    std::size_t neurons = 0;
    std::vector<const ProjectionPlan*> within, from_above;
  };
  /// Solves x = D (turn K x + x₀), group by group from the targets down.
  /// @param x  [in, out] x₀, then x
  void solve(const std::vector<Complex>& diagonal, Complex turn, const AlignedVector& weights,
             Columns& x) const;
  void solveLoop(const Group& group, const std::vector<Complex>& diagonal, Complex turn,
                 const AlignedVector& weights, Columns& x) const;
  void findGroups();

  const Network& network_;
  const State& state_;
  const AlignedVector& slopes_;
  AlignedVector feedback_;
  std::vector<Group> groups_;  ///< each after all it depends on
};

}  // namespace vle
