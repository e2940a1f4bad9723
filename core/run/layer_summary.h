// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Gain and phase of e over λ of all neurons of a layer: their middle and their spread. Pure
// functions, any thread.
#pragma once

#include <cstddef>

#include "run/gradient_examiner.h"

namespace vle {

/// Of some numbers: half of them lie between the quartiles.
struct Quartiles {
  double low = 0, median = 0, high = 0;
};

struct LayerSummary {
  std::size_t neurons = 0;    ///< of the layer
  std::size_t seen = 0;       ///< whose e and λ can be compared at the frequency
  std::size_t predicted = 0;  ///< of them, as theory predicts
  std::size_t silent = 0;     ///< whose λ is not there
  Quartiles gain;             ///< |e|/|λ|, of those that are seen
  Quartiles phase;          ///< degrees around their common direction; ends beyond ±180 may occur
  std::size_t typical = 0;  ///< index of the one nearest to both medians; 0 if none is seen
};

/// @param f  Hz, one of those looked at
[[nodiscard]] LayerSummary summaryOf(const GradientView& view, double f);

}  // namespace vle
