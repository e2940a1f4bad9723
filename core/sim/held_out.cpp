// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/held_out.h"

#include <cmath>

#include "sim/signal_memory.h"
#include "sim/simulator.h"

namespace vle {

namespace {

/// ½ Σ r*² of the last step.
double powerOf(const AlignedVector& target) {
  double sum = 0;
  for (const double value : target) sum += 0.5 * value * value;
  return sum;
}

State testCopy(const Network& network, const State& state) {
  State copy = state;
  copy.is_test = true;
  copy.learning = false;
  copy.step = 0;
  copy.signal_memory = testMemory(network, state);
  return copy;
}

}  // namespace

bool isTestDue(const Network& network, const State& state) {
  return network.test && !state.is_test && network.test->every > 0 &&
         state.step % network.test->every == 0;
}

void evaluateTest(const Simulator& simulator, State& state) {
  const Network& network = simulator.network();
  State copy = testCopy(network, state);
  double loss = 0;
  double power = 0;
  for (std::int64_t n = 0; n < network.test->steps && !copy.divergence; ++n) {
    simulator.step(copy);
    loss += copy.loss;
    power += powerOf(copy.target);
  }
  const auto steps = static_cast<double>(network.test->steps);
  const bool is_finite = !copy.divergence && std::isfinite(loss) && std::isfinite(power);
  state.loss_test = is_finite ? loss / steps : kNever;
  state.loss_test_relative = is_finite && power > 0 ? loss / power : kNever;
}

}  // namespace vle
