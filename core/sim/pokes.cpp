// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/pokes.h"

#include <algorithm>
#include <cmath>

namespace vle {

void setPokes(const Network& network, std::span<const Poke> pokes, State& state) {
  state.pokes.clear();
  for (const Poke& poke : pokes) {
    const LayerPlan* layer = network.layer(poke.layer);
    if (layer == nullptr || poke.neuron >= layer->range.size || !std::isfinite(poke.value))
      continue;
    const ActivePoke active{layer->range.begin + poke.neuron, poke.kind, poke.value};
    const auto same = std::ranges::find(state.pokes, active.slot, &ActivePoke::slot);
    if (same != state.pokes.end())
      *same = active;
    else
      state.pokes.push_back(active);
  }
}

std::vector<Poke> pokesOf(const Network& network, const State& state) {
  std::vector<Poke> result;
  for (const ActivePoke& poke : state.pokes) {
    const auto layer = std::ranges::find_if(network.layers, [&poke](const LayerPlan& plan) {
      return plan.range.begin <= poke.slot && poke.slot < plan.range.end();
    });
    result.push_back({layer->id, poke.slot - layer->range.begin, poke.kind, poke.value});
  }
  return result;
}

}  // namespace vle
