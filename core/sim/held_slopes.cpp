// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/held_slopes.h"

#include <algorithm>
#include <cassert>

#include "sim/dynamics.h"
#include "sim/pokes.h"

namespace vle {

namespace {

void takeRow(const AlignedVector& rows, std::size_t step, AlignedVector& values) {
  std::copy_n(row(rows, step, values.size()), values.size(), values.begin());
}

}  // namespace

AlignedVector meanSlopes(const Network& network, const Trajectory& window) {
  AlignedVector mean(network.neuron_slots, 0.0);
  for (std::size_t n = 0; n < window.steps; ++n) {
    const double* slopes = row(window.r_prime, n, network.neuron_slots);
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += slopes[k];
  }
  for (double& value : mean) value /= static_cast<double>(std::max<std::size_t>(window.steps, 1));
  return mean;
}

Trajectory withHeldSlopes(const Network& network, const State& start, const Trajectory& window) {
  assert(window.parts.errors && !window.parts.parameters);
  Trajectory held(network, static_cast<std::int64_t>(window.steps), window.parts);
  State state = start;
  state.learning = false;
  state.r_prime = meanSlopes(network, window);
  for (std::size_t n = 0; n < window.steps; ++n) {
    takeRow(window.r, n, state.r);
    takeRow(window.target, n, state.target);
    compareWithTargets(network, state);
    recordBefore(state, held);
    updateErrors(network, state);
    pokeErrors(state);
    takeRow(window.u_dot, n, state.u_dot);
    for (const ProjectionPlan& plan : network.projections) sendErrorsDown(network, plan, state);
    recordAfter(state, held);
  }
  return held;
}

}  // namespace vle
