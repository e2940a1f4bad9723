// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pathways.h"

#include <map>
#include <ranges>
#include <utility>
#include <vector>

namespace vle {

namespace {

/// These layers, and all that lie below them.
std::set<NodeId> withAllBelow(const NetworkSpec& spec, std::vector<NodeId> waiting) {
  std::map<NodeId, std::vector<NodeId>> below;
  for (const ProjectionSpec& projection : spec.projections | std::views::values) {
    below[projection.to].push_back(projection.from);
  }
  std::set<NodeId> all;
  while (!waiting.empty()) {
    const NodeId id = waiting.back();
    waiting.pop_back();
    const NodeSpec* node = spec.find(id);
    if (node == nullptr || node->layer() == nullptr || !all.insert(id).second) continue;
    const std::vector<NodeId>& sources = below[id];
    waiting.insert(waiting.end(), sources.begin(), sources.end());
  }
  return all;
}

std::vector<NodeId> layersOfTargets(const NetworkSpec& spec) {
  std::vector<NodeId> layers;
  for (const NodeSpec& node : spec.nodes | std::views::values) {
    if (const TargetSpec* target = node.target()) layers.push_back(target->of);
  }
  return layers;
}

}  // namespace

std::set<NodeId> activeLayers(const NetworkSpec& spec) {
  std::vector<NodeId> waiting = layersOfTargets(spec);
  for (const auto& [id, node] : spec.nodes) {
    const LayerSpec* layer = node.layer();
    if (layer == nullptr) continue;
    if (layer->learn_bias != 0 || layer->learn_tau_m != 0 || layer->learn_tau_r != 0) {
      waiting.push_back(id);
    }
  }
  std::set<NodeId> connected;
  for (const ProjectionSpec& projection : spec.projections | std::views::values) {
    if (projection.learn != 0) waiting.insert(waiting.end(), {projection.from, projection.to});
    connected.insert({projection.from, projection.to});
  }
  for (const NodeId id : spec.nodes | std::views::keys) {
    if (!connected.contains(id)) waiting.push_back(id);
  }
  return withAllBelow(spec, std::move(waiting));
}

std::set<NodeId> layersReachedByErrors(const NetworkSpec& spec) {
  return withAllBelow(spec, layersOfTargets(spec));
}

bool carriesErrors(const NetworkSpec& spec, const ProjectionSpec& projection,
                   const std::set<NodeId>& active) {
  const NodeSpec* from = spec.find(projection.from);
  return from != nullptr && from->layer() != nullptr && active.contains(projection.to);
}

}  // namespace vle
