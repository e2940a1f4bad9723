// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What theory says a network should show, and what it shows. Pure functions, any thread.
#pragma once

namespace vle {

/// |H|² of a neuron at a frequency: forward gain squared, and the factor of learned feedback.
///
///   |H|² = (1 + ω²τ_r²)/(1 + ω²τ_m²),   ω = 2πf/1000 per ms
///
/// @param f      Hz
/// @param tau_m  ms
/// @param tau_r  ms
/// @source model.md §1 (continuous time)
[[nodiscard]] double squaredGain(double f, double tau_m, double tau_r);

}  // namespace vle
