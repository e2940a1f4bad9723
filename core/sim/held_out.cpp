// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/held_out.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/signal_memory.h"
#include "sim/simulator.h"

namespace vle {

namespace {

/// Steps of the run between two looks at its test: a few make each of them cheap.
constexpr std::int64_t kStride = 32;

void begin(const Network& network, State& state) {
  state.held_out.clear();
  State copy = state;
  copy.is_held_out = true;
  copy.learning = false;
  copy.step = 0;
  copy.signal_memory = heldOutMemory(network, state);
  copy.loss_sum = copy.loss_rest = copy.power_sum = 0;
  state.held_out_from = state.step;
  state.held_out.push_back(std::move(copy));
}

/// Plays on to a step of the test; takes the result if that was the last.
void play(const Simulator& simulator, std::int64_t steps, State& state, std::int64_t until) {
  State& copy = state.held_out.front();
  simulator.advance(copy, std::min(until, steps) - copy.step);
  if (copy.step < steps && !copy.divergence) return;
  const double loss = copy.loss_sum + copy.loss_rest;
  const bool is_finite = !copy.divergence && std::isfinite(loss) && std::isfinite(copy.power_sum);
  state.loss_test = is_finite ? loss / static_cast<double>(steps) : kNever;
  state.loss_test_relative = is_finite && copy.power_sum > 0 ? loss / copy.power_sum : kNever;
  state.held_out.clear();
}

/// nullptr: none, now and then
const HeldOutPlan* heldOutOf(const Network& network, const State& state) {
  return network.held_out && !state.is_held_out && network.held_out->every > 0 ? &*network.held_out
                                                                               : nullptr;
}

}  // namespace

void advanceHeldOut(const Simulator& simulator, State& state) {
  const Network& network = simulator.network();
  const HeldOutPlan* test = heldOutOf(network, state);
  if (test == nullptr) return;
  const std::int64_t since = state.step - state.held_out_from;
  if (!state.held_out.empty() && (since % kStride == 0 || since == test->every)) {
    const std::int64_t per_step = (test->steps + test->every - 1) / test->every;
    play(simulator, test->steps, state, per_step * since);
  }
  if (state.step % test->every == 0) begin(network, state);
}

std::int64_t stepsToHeldOut(const Network& network, const State& state) {
  const HeldOutPlan* test = heldOutOf(network, state);
  if (test == nullptr) return std::numeric_limits<std::int64_t>::max();
  const std::int64_t to_next = test->every - state.step % test->every;
  if (state.held_out.empty()) return to_next;
  return std::min(to_next, kStride - (state.step - state.held_out_from) % kStride);
}

void evaluateHeldOut(const Simulator& simulator, State& state) {
  const Network& network = simulator.network();
  const std::int64_t steps = network.held_out->steps;
  begin(network, state);
  play(simulator, steps, state, steps);
}

}  // namespace vle
