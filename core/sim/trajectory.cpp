// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/trajectory.h"

namespace vle {

Trajectory::Trajectory(const Network& network, std::int64_t most_steps, TrajectoryParts wanted)
    : parts(wanted), capacity(static_cast<std::size_t>(most_steps)) {
  const std::size_t n = network.neuron_slots;
  r.resize(capacity * network.rate_slots);
  r_prime.resize(capacity * n);
  u_dot.resize(capacity * n);
  target.resize(capacity * network.target_slots);
  e.resize(parts.errors ? capacity * n : 0);
  eps.resize(parts.errors ? capacity * n : 0);
  const std::size_t rows = parts.parameters ? capacity : 1;
  W.resize(rows * network.weight_slots);
  tau_m.resize(rows * n);
  tau_r.resize(rows * n);
}

std::vector<double> column(const AlignedVector& array, std::size_t width, std::size_t slot,
                           std::size_t from, std::size_t until) {
  std::vector<double> values;
  values.reserve(until - from);
  for (std::size_t n = from; n < until; ++n) values.push_back(array[n * width + slot]);
  return values;
}

}  // namespace vle
