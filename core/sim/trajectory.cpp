// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/trajectory.h"

#include <algorithm>

#include "sim/state.h"

namespace vle {

namespace {

/// Puts an array of the state into a row; the array's length is the row's.
void put(const AlignedVector& values, AlignedVector& rows, std::size_t step) {
  std::ranges::copy(values, rows.begin() + static_cast<std::ptrdiff_t>(step * values.size()));
}

}  // namespace

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

void Trajectory::recordBefore(const State& state) {
  if (steps == 0) first_step = state.step;
  put(state.r, r, steps);
  put(state.target, target, steps);
  if (!parts.parameters && steps > 0) return;
  put(state.W, W, steps);
  put(state.tau_m, tau_m, steps);
  put(state.tau_r, tau_r, steps);
}

void Trajectory::recordAfter(const State& state) {
  put(state.r_prime, r_prime, steps);
  for (const ActivePoke& poke : state.pokes) {
    if (poke.kind != PokeKind::HoldPotential) continue;
    r_prime[steps * state.r_prime.size() + poke.slot] = 0;
  }
  put(state.u_dot, u_dot, steps);
  if (parts.errors) {
    put(state.e, e, steps);
    put(state.eps, eps, steps);
  }
  ++steps;
}

std::vector<double> column(const AlignedVector& array, std::size_t width, std::size_t slot,
                           std::size_t from, std::size_t until) {
  std::vector<double> values;
  values.reserve(until - from);
  for (std::size_t n = from; n < until; ++n) values.push_back(array[n * width + slot]);
  return values;
}

}  // namespace vle
