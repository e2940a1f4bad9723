// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// φ and φ′, model.md §2. Small functions chosen by enum, one switch per run of equal layers.
// Pure functions, any thread.
#pragma once

#include <cmath>
#include <cstddef>

#include "model/network_spec.h"

namespace vle {

/// A rate and its slope.
struct RateAndSlope {
  double r;        ///< φ(a)
  double r_prime;  ///< φ′(a)
};

/// φ(a) and φ′(a) of one neuron.
/// @note no allocation, does not throw
[[nodiscard]] inline RateAndSlope activate(Activation kind, double a) {
  switch (kind) {
    case Activation::Linear:
      return {a, 1};
    case Activation::Tanh: {
      const double r = std::tanh(a);
      return {r, 1 - r * r};
    }
    case Activation::Sigmoid: {
      const double r = 1 / (1 + std::exp(-a));
      return {r, r * (1 - r)};
    }
    case Activation::Softplus:  // log(1 + exp(a)) without overflow
      return {std::fmax(a, 0) + std::log1p(std::exp(-std::fabs(a))), 1 / (1 + std::exp(-a))};
    case Activation::Relu:
      return {a > 0 ? a : 0, a > 0 ? 1.0 : 0.0};
    case Activation::HardSigmoid: {
      const double line = 0.25 * a + 0.5;
      if (line <= 0) return {0, 0};
      if (line >= 1) return {1, 0};
      return {line, 0.25};
    }
  }
  return {a, 1};  // unreachable: every enumerator returns above
}

/// The largest φ′ there is.
[[nodiscard]] constexpr double largestSlope(Activation kind) {
  return kind == Activation::Sigmoid || kind == Activation::HardSigmoid ? 0.25 : 1;
}

}  // namespace vle
