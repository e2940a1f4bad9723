// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/variants.h"

#include <algorithm>
#include <ranges>

#include "base/error.h"
#include "model/paths.h"
#include "model/references.h"

namespace vle {

namespace {

void leaveOut(NetworkSpec& network, std::uint32_t id) {
  network.projections.erase(ProjectionId{id});
  const NodeId gone{id};
  if (network.nodes.erase(gone) == 0) return;
  std::erase_if(network.projections, [gone](const auto& entry) {
    return entry.second.from == gone || entry.second.to == gone;
  });
  std::erase_if(network.nodes, [gone](const auto& entry) {
    const TargetSpec* target = entry.second.target();
    if (target == nullptr) return false;
    const auto* follows = std::get_if<NodeId>(&target->source);
    return target->of == gone || (follows != nullptr && *follows == gone);
  });
}

}  // namespace

std::vector<Variant> runningVariants(const Project& project) {
  if (!project.variants.empty()) return project.variants;
  return {Variant{.id = kAsDrawn, .name = "default"}};
}

Project applyVariant(const Project& project, const Variant& variant) {
  Project result = project;
  // What is said of one comes after what is said of all.
  for (const bool of_all : {true, false}) {
    for (const auto& [path, value] : variant.set) {
      if (path.starts_with("*.") != of_all) continue;
      if (!parameterAt(result, path).per_variant) {
        throw Error(ErrorKind::InvalidSpec,
                    "a variant cannot override '" + path + "': all variants share it");
      }
      setAt(result, path, value);
    }
  }
  if (!variant.without.empty()) {
    const NetworkSpec whole = result.network;
    for (const std::uint32_t id : variant.without) leaveOut(result.network, id);
    // What has the value of something that is left out keeps it.
    endLooseReferences(result.network, whole, result.settings.seed);
  }
  std::erase_if(result.weights, [&](const auto& entry) {
    const bool existed = project.network.findProjection(entry.first) != nullptr;
    return existed && result.network.findProjection(entry.first) == nullptr;
  });
  if (result.settings.test) {
    std::erase_if(result.settings.test->signal_of, [&](const auto& entry) {
      const bool existed = project.network.findNode(entry.first) != nullptr;
      return existed && result.network.findNode(entry.first) == nullptr;
    });
  }
  return result;
}

Project withoutLooks(Project project) {
  project.meta = {};
  project.variants.clear();
  project.board.clear();
  project.lesson.reset();
  for (NodeSpec& node : project.network.nodes | std::views::values) {
    node.x = node.y = 0;
    node.note.clear();
  }
  return project;
}

NetworkSpec withHeldOutSignals(NetworkSpec network, const HeldOutSpec& test) {
  for (auto& [id, node] : network.nodes) {
    const auto signal = test.signal_of.find(node.name);
    if (signal == test.signal_of.end()) continue;
    if (auto* input = std::get_if<InputSpec>(&node.kind)) input->signal = signal->second;
    if (auto* target = std::get_if<TargetSpec>(&node.kind)) target->source = signal->second;
  }
  return network;
}

}  // namespace vle
