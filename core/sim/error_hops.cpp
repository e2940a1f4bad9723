// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/error_hops.h"

#include <algorithm>

namespace vle {

std::vector<std::optional<std::size_t>> errorHops(const Network& network) {
  std::vector<std::optional<std::size_t>> hops(network.layers.size());
  const auto at = [&network](Slots range) {
    return static_cast<std::size_t>(std::ranges::find(network.layers, range, &LayerPlan::range) -
                                    network.layers.begin());
  };
  std::vector<std::vector<std::size_t>> below(network.layers.size());
  for (const ProjectionPlan& plan : network.projections) {
    if (!plan.from_input) below[at(plan.post)].push_back(at(plan.pre));
  }
  std::vector<std::size_t> way;  // breadth first
  const auto reach = [&](std::size_t layer, std::size_t distance) {
    if (hops[layer]) return;
    hops[layer] = distance;
    way.push_back(layer);
  };
  for (const TargetPlan& target : network.targets) reach(at(target.layer), 0);
  for (std::size_t k = 0; k < way.size(); ++k) {
    for (const std::size_t layer : below[way[k]]) reach(layer, *hops[way[k]] + 1);
  }
  return hops;
}

}  // namespace vle
