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

#include "sim/diagnostics.h"
#include "sim/transfer.h"

namespace vle {

namespace {

using Complex = std::complex<double>;

constexpr std::size_t kFewest = 16;
constexpr std::size_t kLowest = 3;  ///< coefficient; those below see the mean through the window
constexpr std::size_t kLobe = 3;    ///< coefficients on either side that see a line, too
constexpr double kOfItsOwn = 0.5;   ///< of the largest power there: more than what leaks from it

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

void GainSpectrum::add(std::span<const double> e, std::span<const double> adjoint, double dt) {
  const std::size_t n = std::bit_floor(std::min(e.size(), adjoint.size()));
  if (n < kFewest) return;
  const std::vector<Complex> of_e = windowed(e.last(n)), of_adjoint = windowed(adjoint.last(n));
  if (of_e.empty() || of_adjoint.empty()) return;
  if (step_ != stepOf(n, dt) || cross_.size() != n / 2 + 1) {
    clear();
    step_ = stepOf(n, dt);
    cross_.resize(n / 2 + 1);
    of_e_.resize(n / 2 + 1);
    of_adjoint_.resize(n / 2 + 1);
  }
  for (std::size_t k = 0; k <= n / 2; ++k) {
    cross_[k] = kKept * cross_[k] + of_e[k] * std::conj(of_adjoint[k]);
    of_e_[k] = kKept * of_e_[k] + std::norm(of_e[k]);
    of_adjoint_[k] = kKept * of_adjoint_[k] + std::norm(of_adjoint[k]);
  }
}

std::vector<GainPoint> GainSpectrum::points(double dt, std::size_t hops) const {
  if (of_adjoint_.size() <= kLowest) return {};
  const auto loudest = std::ranges::max_element(of_adjoint_.begin() + kLowest, of_adjoint_.end());
  if (!(*loudest > 0)) return {};
  std::vector<GainPoint> result;
  for (std::size_t k = kLowest; k < cross_.size(); ++k) {
    const double coherence = std::norm(cross_[k]) / (of_e_[k] * of_adjoint_[k]);
    if (!(of_adjoint_[k] >= kSilent * *loudest) || !(coherence >= kCoherent)) continue;
    const auto here = of_adjoint_.begin() + static_cast<std::ptrdiff_t>(k);
    const auto beside = std::min<std::ptrdiff_t>(kLobe, of_adjoint_.end() - here - 1);
    const double nearby = *std::max_element(here - kLobe, here + beside + 1);
    if (*here < kOfItsOwn * nearby) continue;  // a line beside it, seen through the window
    const double f = step_ * static_cast<double>(k);
    const double lag = static_cast<double>(2 * hops + 1) * dt * f / 1000;
    const Complex ratio = cross_[k] / of_adjoint_[k] * std::polar(1.0, 2 * std::numbers::pi * lag);
    result.push_back({f, std::abs(ratio), std::arg(ratio) * kDegrees, of_adjoint_[k] / *loudest});
  }
  return result;
}

std::optional<double> GainSpectrum::dominant(std::optional<double> kept) const {
  if (of_adjoint_.size() <= kLowest + 1) return std::nullopt;
  const auto last = of_adjoint_.end() - 1;  // it has no neighbour above
  const auto loudest = std::max_element(of_adjoint_.begin() + kLowest, last);
  if (!(*loudest > 0)) return std::nullopt;
  if (kept) {
    const auto k = std::llround(std::clamp(*kept / step_, 0.0, 1e9));
    const bool is_inside =
        k >= static_cast<std::ptrdiff_t>(kLowest) && k < last - of_adjoint_.begin();
    if (is_inside && kLouder * of_adjoint_[static_cast<std::size_t>(k)] >= *loudest) return kept;
  }
  // The top of a parabola through the logarithms beside it.
  const double below = std::log(loudest[-1]), here = std::log(*loudest),
               above = std::log(loudest[1]);
  const double bend = below - 2 * here + above;
  const double off = bend < 0 ? 0.5 * (below - above) / bend : 0;
  return step_ * (static_cast<double>(loudest - of_adjoint_.begin()) + std::clamp(off, -0.5, 0.5));
}

void GainSpectrum::clear() { *this = GainSpectrum(); }

}  // namespace vle
