// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Amplitudes over frequency of a stretch of a signal sampled at a fixed rate. Any thread.
#pragma once

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

}  // namespace vle
