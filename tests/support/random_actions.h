// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Random actions of a person on a project: everything the canvas can do, on random things. The same
// seed gives the same actions. Header only.
#pragma once

#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "model/arranging.h"
#include "model/auto_layout.h"
#include "model/fragment.h"
#include "model/resizing.h"
#include "model/templates.h"
#include "model/values.h"
#include "specs.h"

namespace vle::test {

class RandomActions {
 public:
  explicit RandomActions(std::uint32_t seed) : random_(seed) {}

  /// A preset with trained weights, a test, overrides, left-out ids and a lesson; or nothing.
  Project anyProject() {
    static const std::vector<std::string> kPresets = {"chain", "lagline", "lagnet", "network",
                                                      "temporal-xor"};
    if (below(6) == 0) return {};
    Project project = loadProject(kPresets[below(kPresets.size())]);
    const NetworkSpec& spec = project.network;
    for (const auto& [id, projection] : spec.projections) {
      if (below(2) == 0) continue;
      const Shape shape = shapeOf(spec, number(id), "W");
      const auto count = static_cast<std::size_t>(shape.rows * shape.columns);
      project.weights[projection.name] = {std::vector<double>(count, 0.5), {}};
    }
    project.settings.test = HeldOutSpec{.signal_of = {{"x", ConstantSignal{0.5}}}};
    project.lesson = Lesson{.steps = {{.text = "Look.",
                                       .highlight = {"x", "output", "Play"},
                                       .check = Check{SetCheck{"output.tau_m", "5"}}}},
                            .locked = {"W1"}};
    for (Variant& variant : project.variants) {
      const NodeSpec& node = anyOf(spec.nodes)->second;
      if (node.layer() != nullptr) variant.set[node.name + ".tau_m"] = Value(7.5);
      variant.set[anyOf(spec.projections)->second.name + ".learn"] = 0.25;
      if (below(3) == 0) variant.without = {number(anyOf(spec.projections)->first)};
    }
    return marked(project);
  }

  struct Action {
    std::string what;
    std::vector<Edit> edits;
  };

  /// @returns an action without edits where the person is told that it cannot be done
  Action next(const Project& project) {
    const bool is_large = project.network.nodes.size() > 60;
    const std::size_t kind = is_large ? 9 + below(3) : below(26);
    try {
      return choose(project, kind);
    } catch (const Error& error) {
      return {error.message(), {}};
    }
  }

  std::size_t below(std::size_t n) { return random_() % n; }

 private:
  double place() { return static_cast<double>(below(200)) * 12 - 600; }
  Position position() { return {place(), place()}; }

  template <class Map>
  typename Map::const_iterator anyOf(const Map& map) {
    return std::next(map.begin(), static_cast<std::ptrdiff_t>(below(map.size())));
  }
  NodeId anyNode(const Project& project) {
    const auto& nodes = project.network.nodes;
    return nodes.empty() ? NodeId{1} : anyOf(nodes)->first;
  }

  Selection anySelection(const Project& project) {
    Selection selection;
    const std::size_t share = 2 + below(6);
    for (const auto& [id, node] : project.network.nodes) {
      if (below(share) == 0) selection.nodes.insert(id);
    }
    for (const auto& [id, projection] : project.network.projections) {
      if (below(share) == 0) selection.projections.insert(id);
    }
    return selection;
  }

  std::string anyName() {
    static const std::vector<std::string> kNames = {"a", "b 1", "W1",   "x",      "output", "τ",
                                                    "",  "a.b", "loss", "hidden", "T1",     "läng"};
    return kNames[below(kNames.size())];
  }

  std::vector<Edit> anyPattern(const Project& project) {
    if (project.network.projections.empty()) return {};
    const auto wire = anyOf(project.network.projections);
    ProjectionSpec changed = wire->second;
    changed.pattern.kind = static_cast<Pattern::Kind>(below(3));
    if (below(2) == 0) changed.feedback.reset();
    markWritten(changed);
    return {SetProjection{wire->first, changed}};
  }
  std::vector<Edit> anyValue(const Project& project) {
    if (project.network.nodes.empty()) return {};
    const auto node = anyOf(project.network.nodes);
    NodeSpec changed = node->second;
    auto* layer = std::get_if<LayerSpec>(&changed.kind);
    if (layer == nullptr) return {};
    layer->tau_m = Reference{number(anyNode(project)), 1 + static_cast<double>(below(3)), {}};
    markWritten(changed);
    return {SetNode{node->first, changed}};
  }

  Action choose(const Project& project, std::size_t kind) {
    const auto size = static_cast<std::int64_t>(1 + below(4));
    const Selection some = anySelection(project);
    switch (kind) {
      case 0:
        return {"add input", addInput(project, position()).edits};
      case 1:
        return {"add layer", addLayer(project, position()).edits};
      case 2:
        return {"add target", addTarget(project, position()).edits};
      case 3:
        return {"add note", addNote(project, position(), "Look here.").edits};
      case 4:
      case 5:
      case 6:
      case 7:
        return {"connect", connect(project, anyNode(project), anyNode(project)).edits};
      case 8:
        return {"connect one-to-one", connect(project, anyNode(project), anyNode(project),
                                              Pattern::Kind::OneToOne, TargetEnd::Of)
                                          .edits};
      case 9:
        return {"remove", remove(project, some).edits};
      case 10:
        return {"remove one", remove(project, {.nodes = {anyNode(project)}}).edits};
      case 11:
        return {"remove wires", remove(project, {.projections = some.projections}).edits};
      case 12:
        return {"rename", rename(project, anyNode(project), anyName()).edits};
      case 13:
        if (project.network.projections.empty()) return {"nothing", {}};
        return {"rename wire",
                rename(project, anyOf(project.network.projections)->first, anyName()).edits};
      case 14:
        return {"duplicate", duplicate(project, some, {24, 48}).edits};
      case 15:
        clipboard_ = fragment(project, some);
        return {"copy", {}};
      case 16:
        return {"paste", paste(project, clipboard_, position()).edits};
      case 17:
        return {"lagline", addLagline(project, size, position(), size).edits};
      case 18:
        return {"chain", addChain(project, size, position()).edits};
      case 19:
        return {"teacher", addTeacher(project, some).edits};
      case 20:
        return {"move", moveBy(project, some.nodes, position())};
      case 21:
        return {"align", align(project, some.nodes, static_cast<Alignment>(below(6)), {})};
      case 22:
        return {"distribute",
                distribute(project, some.nodes, static_cast<Direction>(below(2)), {})};
      case 23:
        return {"layout", moveTo(project, autoLayout(project.network, {}))};
      case 24:
        return below(2) == 0 ? Action{"resize", resize(project, some.nodes, size).edits}
                             : Action{"pattern", anyPattern(project)};
      default:
        return below(2) == 0 ? Action{"snap", snapToGrid(project, some.nodes)}
                             : Action{"refer", anyValue(project)};
    }
  }

  std::mt19937 random_;
  Fragment clipboard_;
};

}  // namespace vle::test
