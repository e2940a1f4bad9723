// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/transfer.h"

namespace vle {

std::complex<double> transfer(double f, double tau_m, double tau_r, double dt) {
  const std::complex<double> turn(0, omegaOf(f));
  const std::complex<double> s = dt > 0 ? (std::exp(turn * dt) - 1.0) / dt : turn;
  return (1.0 + s * tau_r) / (1.0 + s * tau_m);
}

double squaredGain(double f, double tau_m, double tau_r, double dt) {
  return std::norm(transfer(f, tau_m, tau_r, dt));
}

}  // namespace vle
