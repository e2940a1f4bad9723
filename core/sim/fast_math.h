// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// tanh, the logistic function, softplus and sine without branches, so that the compiler computes
// many at once; the same bits in every lane. Included by kernels.cpp only, which is compiled for
// several instruction sets: everything is inlined there. Pure functions, any thread.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "base/vectorize.h"

namespace vle::fast {

namespace detail {

/// y = k ln 2 + f with a whole k and |f| ≤ ½ ln 2.
struct Reduced {
  double f;
  double power;  ///< 2^k
};

/// @pre |y| ≤ 708; NaN gives NaN in f
VLE_INLINE Reduced reduce(double y) {
  constexpr double kRound = 0x1.8p52;  // adding it rounds to a whole number, kept in the low bits
  constexpr double kLn2High = 0x1.62e42feep-1;  // so short that k · kLn2High is exact
  constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
  const double shifted = y * std::numbers::log2e + kRound;
  const double k = shifted - kRound;
  const std::uint64_t power = (std::bit_cast<std::uint64_t>(shifted) + 1023) << 52;
  return {(y - k * kLn2High) - k * kLn2Low, std::bit_cast<double>(power)};
}

/// e^f − 1 by its series up to f¹³, odd and even powers apart; relative error below 1e-16.
VLE_INLINE double smallExpm1(double f) {
  const double g = f * f;
  const double even =
      1.0 / 2 +
      g * (1.0 / 24 +
           g * (1.0 / 720 + g * (1.0 / 40320 + g * (1.0 / 3628800 + g * (1.0 / 479001600)))));
  const double odd =
      1.0 / 6 +
      g * (1.0 / 120 +
           g * (1.0 / 5040 + g * (1.0 / 362880 + g * (1.0 / 39916800 + g * (1.0 / 6227020800)))));
  return f + g * (even + f * odd);
}

/// e^y − 1 for 0 ≤ y ≤ 708.
VLE_INLINE double expm1(double y) {
  const Reduced reduced = reduce(y);
  return reduced.power * smallExpm1(reduced.f) + (reduced.power - 1);
}

/// e^−|x|, 0 below e^−708.
VLE_INLINE double expOfMinus(double x) {
  const double a = std::fabs(x);
  const Reduced reduced = reduce(a > 708 ? -708 : -a);
  return a > 708 ? 0 : reduced.power * smallExpm1(reduced.f) + reduced.power;
}

/// log(1 + z) for 0 ≤ z ≤ 1: 2 artanh(w), with 1 + z halved where that brings w below 0.172.
VLE_INLINE double log1p(double z) {
  const bool is_large = z > std::numbers::sqrt2 - 1;
  const double w = is_large ? (z - 1) / (z + 3) : z / (z + 2);
  const double g = w * w;
  const double series =
      1.0 / 3 +
      g * (1.0 / 5 +
           g * (1.0 / 7 + g * (1.0 / 9 + g * (1.0 / 11 +
                                              g * (1.0 / 13 +
                                                   g * (1.0 / 15 +
                                                        g * (1.0 / 17 +
                                                             g * (1.0 / 19 + g * (1.0 / 21)))))))));
  const double log = 2 * w + 2 * w * g * series;
  return is_large ? log + std::numbers::ln2 : log;
}

}  // namespace detail

/// tanh x = t/(t + 2) with t = e^(2|x|) − 1: exact near 0 as well as far out, within 3 ulp.
VLE_INLINE double tanh(double x) {
  const double a = std::fabs(x);
  const double t = detail::expm1(a > 20 ? 40 : 2 * a);  // NaN is not above 20 and stays
  return std::copysign(t / (t + 2), x);
}

/// 1/(1 + e^−x).
VLE_INLINE double sigmoid(double x) {
  const double z = detail::expOfMinus(x);
  return (x < 0 ? z : 1) / (1 + z);
}

/// log(1 + e^x).
VLE_INLINE double softplus(double x) {
  return (x < 0 ? 0 : x) + detail::log1p(detail::expOfMinus(x));  // NaN is not below 0 and stays
}

/// sin(2π cycles), with whole cycles removed first so that precision does not fade with time.
VLE_INLINE double sineOfCycles(double cycles) {
  const double rest = cycles - std::floor(cycles + 0.5);  // −½ … ½
  const double a = std::fabs(rest);
  const double x = 2 * std::numbers::pi * (a > 0.25 ? 0.5 - a : a);  // 0 … π/2
  const double g = x * x;
  const double series =
      -1.0 / 6 + g * (1.0 / 120 +
                      g * (-1.0 / 5040 +
                           g * (1.0 / 362880 +
                                g * (-1.0 / 39916800 +
                                     g * (1.0 / 6227020800.0 +
                                          g * (-1.0 / 1307674368000.0 +
                                               g * (1.0 / 355687428096000.0 +
                                                    g * (-1.0 / 121645100408832000.0 +
                                                         g * (1.0 / 51090942171709440000.0)))))))));
  return std::copysign(x + x * g * series, rest);
}

}  // namespace vle::fast
