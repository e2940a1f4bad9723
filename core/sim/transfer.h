// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What one neuron makes of a sine: the forward transfer H that theory is written with.
// Pure functions, any thread.
#pragma once

#include <complex>
#include <numbers>

namespace vle {

inline constexpr double kDegrees = 180 / std::numbers::pi;  ///< per radian

/// Angular frequency in rad per ms of f in Hz.
[[nodiscard]] constexpr double omegaOf(double f) { return 2 * std::numbers::pi * f / 1000; }

/// Forward transfer of a neuron for a sine, as the discrete scheme has it.
///
///   H = (1 + s τ_r)/(1 + s τ_m),   s = (e^{iω dt} − 1)/dt,   ω = 2πf/1000 per ms
///
/// @param f      Hz
/// @param tau_m, tau_r  ms
/// @param dt     ms; 0 gives the continuous H with s = iω
/// @source model.md §1, §2
[[nodiscard]] std::complex<double> transfer(double f, double tau_m, double tau_r, double dt);

/// |H|² of the same: forward gain squared, and the factor of learned feedback.
[[nodiscard]] double squaredGain(double f, double tau_m, double tau_r, double dt);

}  // namespace vle
