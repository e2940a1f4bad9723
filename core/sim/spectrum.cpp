// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/spectrum.h"

#include <bit>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

namespace vle {

namespace {

using Complex = std::complex<double>;

/// The discrete Fourier transform in place; the length is a power of two.
/// @source Cooley and Tukey 1965, decimation in time
void transform(std::vector<Complex>& x) {
  const std::size_t n = x.size();
  for (std::size_t i = 1, j = 0; i < n; ++i) {  // bit-reversed order
    std::size_t bit = n >> 1;
    for (; (j & bit) != 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(x[i], x[j]);
  }
  std::vector<Complex> turn(n / 2);
  for (std::size_t k = 0; k < n / 2; ++k) {
    turn[k] =
        std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n));
  }
  for (std::size_t length = 2; length <= n; length *= 2) {
    const std::size_t half = length / 2;
    for (std::size_t begin = 0; begin < n; begin += length) {
      for (std::size_t k = 0; k < half; ++k) {
        const Complex even = x[begin + k];
        const Complex odd = x[begin + k + half] * turn[k * (n / length)];
        x[begin + k] = even + odd;
        x[begin + k + half] = even - odd;
      }
    }
  }
}

}  // namespace

Spectrum spectrum(std::span<const double> values, double dt) {
  constexpr std::size_t kFewest = 16;
  if (values.size() < kFewest) return {};
  const std::size_t n = std::bit_floor(values.size());
  values = values.last(n);
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(n);
  if (!std::isfinite(mean)) return {};
  std::vector<Complex> x(n);
  for (std::size_t k = 0; k < n; ++k) {
    const double phase = 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n);
    x[k] = (values[k] - mean) * 0.5 * (1 - std::cos(phase));
  }
  transform(x);
  Spectrum result{1000 / (static_cast<double>(n) * dt), {}};
  const double scale = 4 / static_cast<double>(n);  // both halves, and the mean of the window is ½
  for (std::size_t k = 0; k <= n / 2; ++k) {
    result.amplitude.push_back(scale * std::abs(x[k]) * (k == 0 || k == n / 2 ? 0.5 : 1.0));
  }
  return result;
}

}  // namespace vle
