// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/diagnostics.h"

#include <numbers>

namespace vle {

double squaredGain(double f, double tau_m, double tau_r) {
  const double omega = 2 * std::numbers::pi * f / 1000;
  return (1 + omega * omega * tau_r * tau_r) / (1 + omega * omega * tau_m * tau_m);
}

}  // namespace vle
