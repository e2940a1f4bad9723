// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pathways.h"

#include <map>
#include <vector>

namespace vle {

std::set<NodeId> activeLayers(const NetworkSpec& spec) {
  std::vector<NodeId> waiting;
  for (const auto& [id, node] : spec.nodes) {
    if (const TargetSpec* target = node.target()) waiting.push_back(target->of);
    const LayerSpec* layer = node.layer();
    if (layer == nullptr) continue;
    if (layer->learn_bias != 0 || layer->learn_tau_m != 0 || layer->learn_tau_r != 0) {
      waiting.push_back(id);
    }
  }
  std::map<NodeId, std::vector<NodeId>> below;
  for (const auto& [id, projection] : spec.projections) {
    below[projection.to].push_back(projection.from);
    if (projection.learn != 0) waiting.insert(waiting.end(), {projection.from, projection.to});
  }
  std::set<NodeId> active;
  while (!waiting.empty()) {
    const NodeId id = waiting.back();
    waiting.pop_back();
    const NodeSpec* node = spec.find(id);
    if (node == nullptr || node->layer() == nullptr || !active.insert(id).second) continue;
    const std::vector<NodeId>& sources = below[id];
    waiting.insert(waiting.end(), sources.begin(), sources.end());
  }
  return active;
}

bool carriesErrors(const NetworkSpec& spec, const ProjectionSpec& projection,
                   const std::set<NodeId>& active) {
  const NodeSpec* from = spec.find(projection.from);
  return from != nullptr && from->layer() != nullptr && active.contains(projection.to);
}

}  // namespace vle
