// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the errors and the adjoint of a network do with a sine, φ′ held: the linear theory that the
// measured |e|/|λ| is compared with, for any number of ways and targets. Pure functions, any
// thread.
#pragma once

#include <complex>
#include <optional>
#include <span>
#include <vector>

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

  /// @param f      Hz, > 0
  /// @param drive  β (r* − r) of every channel of every target, complex amplitudes,
  ///               (target_slots,)
  /// @returns nothing where layers form a loop of too many neurons, or one that is singular
  [[nodiscard]] std::optional<ErrorResponse> at(double f,
                                                std::span<const std::complex<double>> drive) const;

 private:
  using Complex = std::complex<double>;
  /// Solves x = D (z^lag K x + drive), group by group from the targets down.
  [[nodiscard]] bool solve(const std::vector<Complex>& diagonal, Complex turn,
                           const AlignedVector& weights, const std::vector<Complex>& drive,
                           std::vector<Complex>& x) const;
  void findGroups();

  const Network& network_;
  const State& state_;
  const AlignedVector& slopes_;
  AlignedVector feedback_;
  /// Layers that depend on one another, each after all it depends on.
  std::vector<std::vector<std::size_t>> groups_;
};

}  // namespace vle
