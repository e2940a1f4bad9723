// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/signal_plan.h"

#include <algorithm>

namespace vle {

std::size_t memorySize(const SignalSpec& signal, std::size_t channels, std::int64_t delay) {
  if (const auto* sines = std::get_if<RandomSinesSignal>(&signal)) {
    return 1 + 2 * channels * static_cast<std::size_t>(sines->count);
  }
  if (std::holds_alternative<NoiseSignal>(signal)) return 1 + channels;
  if (!std::holds_alternative<LiveSignal>(signal)) return 0;
  return delay == 0 ? channels : 1 + channels * (2 + static_cast<std::size_t>(delay));
}

void beginMemory(const SignalPlan& signal, AlignedVector& memory) {
  const auto* live = std::get_if<LiveSignal>(&signal.spec);
  if (live == nullptr) return;
  const double start = std::clamp(0.0, live->low, live->high);
  std::fill_n(memory.data() + liveBegin(signal), liveSize(signal), start);
}

}  // namespace vle
