// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/signal_memory.h"

#include <algorithm>
#include <cmath>

namespace vle {

namespace {

/// Copies the values set now, clamped into the range of `to`, if both signals are live.
void carryLive(const SignalPlan& from, const AlignedVector& source, const SignalPlan& to,
               AlignedVector& memory) {
  const auto* live = std::get_if<LiveSignal>(&to.spec);
  const bool fits = live != nullptr && std::holds_alternative<LiveSignal>(from.spec) &&
                    liveSize(from) == liveSize(to);
  if (!fits) return;
  for (std::size_t k = 0; k < liveSize(to); ++k) {
    memory[liveBegin(to) + k] = std::clamp(source[liveBegin(from) + k], live->low, live->high);
  }
}

void carry(const SignalPlan& from, const State& state, const SignalPlan& to, State& result) {
  const bool same = from.memory.size == to.memory.size && from.spec == to.spec &&
                    from.seed == to.seed && from.stream == to.stream && from.delay == to.delay;
  if (!same) return carryLive(from, state.signal_memory, to, result.signal_memory);
  if (to.memory.size == 0) return;
  const double* source = state.signal_memory.data() + from.memory.begin;
  double* memory = result.signal_memory.data() + to.memory.begin;
  std::copy_n(source, to.memory.size, memory);
  // Another dt counts the same time in other steps; noise goes on where it is.
  const auto seen = static_cast<double>(state.step - from.delay);
  const bool goes_on = std::holds_alternative<NoiseSignal>(to.spec) && source[0] == seen;
  if (goes_on) memory[0] = static_cast<double>(result.step - to.delay);
}

template <class Plan>
void carryAll(const std::vector<Plan>& from, const State& state, const std::vector<Plan>& to,
              State& result) {
  for (const Plan& now : to) {
    const auto old = std::ranges::lower_bound(from, now.id, {}, &Plan::id);
    if (old == from.end() || old->id != now.id) continue;
    carry(old->signal, state, now.signal, result);
  }
}

}  // namespace

AlignedVector heldOutMemory(const Network& network, const State& state) {
  const HeldOutPlan& test = *network.held_out;
  AlignedVector memory(test.memory_slots, 0);
  const auto add = [&](const SignalPlan* trained, const SignalPlan* tested) {
    if (tested == nullptr) return;
    beginMemory(*tested, memory);
    if (trained != nullptr) carryLive(*trained, state.signal_memory, *tested, memory);
  };
  for (std::size_t k = 0; k < test.inputs.size(); ++k) {
    add(&network.inputSignal(k, false), &network.inputSignal(k, true));
  }
  for (std::size_t k = 0; k < test.targets.size(); ++k) {
    add(network.targetSignal(k, false), network.targetSignal(k, true));
  }
  return memory;
}

void carrySignals(const Network& from, const State& state, const Network& to, State& result) {
  carryAll(from.inputs, state, to.inputs, result);
  carryAll(from.targets, state, to.targets, result);
}

void setLive(const Network& network, NodeId node, std::span<const double> values, State& state) {
  const auto set = [&](const auto& plan) {
    const auto* live = std::get_if<LiveSignal>(&plan.signal.spec);
    if (plan.signal.id != number(node) || live == nullptr) return;
    double* memory = state.signal_memory.data() + liveBegin(plan.signal);
    for (std::size_t k = 0; k < std::min(values.size(), liveSize(plan.signal)); ++k) {
      if (std::isfinite(values[k])) memory[k] = std::clamp(values[k], live->low, live->high);
    }
  };
  std::ranges::for_each(network.inputs, set);
  std::ranges::for_each(network.targets, set);
}

}  // namespace vle
