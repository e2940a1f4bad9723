// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/spectrum.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>
#include <unsupported/Eigen/FFT>

namespace vle {

namespace {

using Complex = std::complex<double>;

constexpr std::size_t kFewest = 16;

/// Fourier coefficients at 0 … n/2 of n = 2^k values without their mean, seen through a Hann
/// window; empty if something is not finite.
std::vector<Complex> windowed(std::span<const double> values) {
  const std::size_t n = values.size();
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(n);
  if (!std::isfinite(mean)) return {};
  std::vector<double> x(n);
  for (std::size_t k = 0; k < n; ++k) {
    const double phase = 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n);
    x[k] = (values[k] - mean) * 0.5 * (1 - std::cos(phase));
  }
  Eigen::FFT<double> transform(Eigen::default_fft_impl<double>(), Eigen::FFT<double>::HalfSpectrum);
  std::vector<Complex> result;
  transform.fwd(result, x);
  return result;
}

/// Hz between the coefficients of n values.
double stepOf(std::size_t n, double dt) { return 1000 / (static_cast<double>(n) * dt); }

}  // namespace

Spectrum spectrum(std::span<const double> values, double dt) {
  if (values.size() < kFewest) return {};
  const std::size_t n = std::bit_floor(values.size());
  const std::vector<Complex> x = windowed(values.last(n));
  if (x.empty()) return {};
  Spectrum result{stepOf(n, dt), {}};
  const double scale = 4 / static_cast<double>(n);  // both halves, and the mean of the window is ½
  for (std::size_t k = 0; k <= n / 2; ++k) {
    result.amplitude.push_back(scale * std::abs(x[k]) * (k == 0 || k == n / 2 ? 0.5 : 1.0));
  }
  return result;
}

}  // namespace vle
