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

AlignedVector meanRow(const AlignedVector& rows, std::size_t steps, std::size_t width) {
  AlignedVector mean(width, 0.0);
  for (std::size_t n = 0; n < steps; ++n) {
    const double* values = row(rows, n, width);
    for (std::size_t k = 0; k < width; ++k) mean[k] += values[k];
  }
  for (double& value : mean) value /= static_cast<double>(std::max<std::size_t>(steps, 1));
  return mean;
}

}  // namespace

Trajectory withHeldSlopes(const Network& network, const State& start, const Trajectory& window) {
  assert(window.parts.errors && !window.parts.parameters);
  Trajectory held(network, static_cast<std::int64_t>(window.steps), window.parts);
  State state = start;
  state.learning = false;
  state.r_prime = meanRow(window.r_prime, window.steps, network.neuron_slots);
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
