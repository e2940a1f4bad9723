// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fragment.h"

#include <algorithm>
#include <limits>
#include <ranges>
#include <utility>

#include "base/error.h"
#include "model/naming.h"
#include "model/references.h"

namespace vle {

namespace {

/// Where everything of a fragment goes: old id → new id.
struct NewIds {
  std::map<NodeId, NodeId> nodes;
  std::map<ProjectionId, ProjectionId> projections;

  [[nodiscard]] std::uint32_t of(std::uint32_t old) const {
    const auto node = nodes.find(NodeId{old});
    return node != nodes.end() ? number(node->second) : number(projections.at(ProjectionId{old}));
  }
};

/// Gives every reference within a fragment its new id.
/// @pre  nothing refers to anything outside
void redirect(NetworkSpec& spec, const NewIds& ids) {
  eachValue(spec, [&ids](std::uint32_t, std::string_view, Value& value) {
    eachReference(value, [&ids](Reference& reference) { reference.of = ids.of(reference.of); });
  });
  const auto redirect_delay = [&ids](SignalSpec* signal) {
    auto* delay = signal != nullptr ? std::get_if<DelaySignal>(signal) : nullptr;
    if (delay != nullptr) delay->of = ids.of(delay->of);
  };
  for (NodeSpec& node : spec.nodes | std::views::values) {
    if (auto* input = std::get_if<InputSpec>(&node.kind)) redirect_delay(&input->signal);
    auto* target = std::get_if<TargetSpec>(&node.kind);
    if (target == nullptr) continue;
    redirect_delay(std::get_if<SignalSpec>(&target->source));
    if (target->of != NodeId{}) target->of = ids.nodes.at(target->of);
    if (auto* follows = std::get_if<NodeId>(&target->source)) *follows = ids.nodes.at(*follows);
  }
  for (ProjectionSpec& projection : spec.projections | std::views::values) {
    projection.from = ids.nodes.at(projection.from);
    projection.to = ids.nodes.at(projection.to);
    if (projection.teacher) projection.teacher = ids.projections.at(*projection.teacher);
  }
}

/// @param offset  from each node to its copy
Built pasteBy(const Project& project, const Fragment& fragment, Position offset) {
  NetworkSpec spec = fragment.network;
  if (spec.nodes.empty()) throw Error(ErrorKind::InvalidSpec, "There is nothing to paste.");
  endLooseReferences(spec, fragment.network, project.settings.seed);
  Fresh fresh(project, spec.nodes.size(), spec.projections.size());
  NewIds ids;
  for (const auto& [id, node] : spec.nodes) ids.nodes.emplace(id, fresh.node());
  for (const auto& [id, projection] : spec.projections) {
    ids.projections.emplace(id, fresh.projection());
  }
  redirect(spec, ids);
  Built built;
  for (auto& entry : spec.nodes) {
    const NodeId id = ids.nodes.at(entry.first);
    NodeSpec& node = entry.second;
    node.name = fresh.name(node.name);
    node.x += offset.x;
    node.y += offset.y;
    built.made.nodes.insert(id);
    built.edits.emplace_back(SetNode{id, std::move(node)});
  }
  for (auto& entry : spec.projections) {
    const ProjectionId id = ids.projections.at(entry.first);
    ProjectionSpec& projection = entry.second;
    const auto weights = fragment.weights.find(projection.name);
    projection.name = fresh.name(projection.name);
    if (weights != fragment.weights.end()) {
      built.edits.emplace_back(SetWeights{projection.name, weights->second});
    }
    built.made.projections.insert(id);
    built.edits.emplace_back(SetProjection{id, std::move(projection)});
  }
  return built;
}

}  // namespace

Fragment fragment(const Project& project, const Selection& selection) {
  Project part;
  part.network = project.network;
  part.weights = project.weights;
  part.settings.seed = project.settings.seed;
  Selection rest;
  for (const auto& [id, node] : project.network.nodes) {
    if (!selection.nodes.contains(id)) rest.nodes.insert(id);
  }
  erase(part, rest);
  return {std::move(part.network), std::move(part.weights)};
}

Built paste(const Project& project, const Fragment& fragment, Position at) {
  Position corner{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  for (const auto& [id, node] : fragment.network.nodes) {
    corner = {std::min(corner.x, node.x), std::min(corner.y, node.y)};
  }
  return pasteBy(project, fragment, {at.x - corner.x, at.y - corner.y});
}

Built duplicate(const Project& project, const Selection& selection, Position offset) {
  return pasteBy(project, fragment(project, selection), offset);
}

}  // namespace vle
