// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How strong a value is drawn: the fill of a neuron, the height of a bar, the width of a synapse,
// in steps, so that a value that hardly changes is not painted again. Header only, any thread.
#pragma once

#include <algorithm>
#include <cmath>

namespace vle::ui {

/// Steps of the strength of a fill, and of the height of a bar.
inline constexpr int kLevels = 16;

/// Strength of a value as a level; of what is not finite the full one.
/// @param scale  value of full strength, > 0
[[nodiscard]] inline int levelOf(double value, double scale) {
  if (!std::isfinite(value)) return kLevels;
  return std::clamp(static_cast<int>(std::lround(value / scale * kLevels)), -kLevels, kLevels);
}

/// What full strength is of something whose largest value is known: one where that is between half
/// and twice one, so that the same value looks the same everywhere; else the largest itself.
[[nodiscard]] inline double unitOf(double largest) {
  const bool is_usual = largest >= 0.5 && largest <= 2;
  return is_usual || !(largest > 0) ? 1 : largest;
}

}  // namespace vle::ui
