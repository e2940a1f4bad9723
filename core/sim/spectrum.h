// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Amplitudes over frequency of a stretch of a signal sampled at a fixed rate, and how a local error
// compares with the adjoint at every frequency. Any thread.
#pragma once

#include <complex>
#include <optional>
#include <span>
#include <vector>

namespace vle {

struct Spectrum {
  double step = 0;                ///< Hz, from one amplitude to the next; the first is at 0 Hz
  std::vector<double> amplitude;  ///< a sine of amplitude a stands as a at its frequency
};

/// The spectrum of the newest 2^k values, their mean taken away, seen through a Hann window.
/// @param values  one every dt; NaN anywhere: no spectrum
/// @param dt      ms
/// @returns nothing (no amplitudes) of fewer than 16 values
[[nodiscard]] Spectrum spectrum(std::span<const double> values, double dt);

/// A local error against the adjoint within one narrow band.
struct GainPoint {
  double f = 0;      ///< Hz
  double gain = 0;   ///< |e|/|λ|
  double phase = 0;  ///< arg(e/λ) with the known lag removed, degrees, −180…180
  double power = 0;  ///< of λ, relative to its loudest band
};

/// Running cross spectrum of a local error and the adjoint: sums over windows, of which the older
/// ones fade. Gain and phase are those of the best linear filter from λ to e.
class GainSpectrum {
 public:
  /// Takes the newest 2^k values of a window; another length or dt starts anew.
  /// @param e, adjoint  one value a step
  /// @param dt          ms
  void add(std::span<const double> e, std::span<const double> adjoint, double dt);
  /// The bands in which λ is loud enough, and e follows it well enough, for a gain to mean
  /// anything.
  /// @param hops  h, of the neuron below the output
  [[nodiscard]] std::vector<GainPoint> points(double dt, std::size_t hops) const;
  /// Where λ is loudest, Hz, between the coefficients, too; nothing before there is any.
  /// @param kept  stays the answer as long as nothing is clearly louder
  [[nodiscard]] std::optional<double> dominant(std::optional<double> kept = {}) const;
  void clear();

 private:
  static constexpr double kKept = 0.8;       ///< of the sums, when a window is added
  static constexpr double kSilent = 1e-4;    ///< of the loudest power
  static constexpr double kCoherent = 0.25;  ///< |S_eλ|²/(S_ee S_λλ)
  static constexpr double kLouder = 1.5;     ///< in power: clearly louder

  double step_ = 0;  // Hz
  std::vector<std::complex<double>> cross_;
  std::vector<double> of_e_, of_adjoint_;
};

}  // namespace vle
