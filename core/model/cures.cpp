// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cures.h"

#include <algorithm>
#include <optional>
#include <ranges>
#include <set>
#include <utility>

#include "base/text.h"
#include "model/board.h"
#include "model/building.h"
#include "model/feedback_traits.h"
#include "model/pathways.h"
#include "model/resizing.h"
#include "model/variant_edits.h"

namespace vle {

namespace {

using Cures = std::vector<Cure>;

constexpr double kBeside = 220;  ///< pixels from a layer to its target
constexpr double kSteps = 10;    ///< of dt in the smallest time constant

std::string quoted(const std::string& name) { return "'" + name + "'"; }

/// The edits of what is done to a project, each step seeing what the one before has done.
template <class... Steps>
std::vector<Edit> done(const Project& project, Steps... steps) {
  Project after = project;
  Change change;
  (applyAll(after, steps(std::as_const(after)).edits, change), ...);
  return difference(project, after);
}

std::set<NodeId> layersWithTarget(const NetworkSpec& network) {
  std::set<NodeId> layers;
  for (const NodeSpec& node : network.nodes | std::views::values) {
    if (node.target() != nullptr) layers.insert(node.target()->of);
  }
  return layers;
}

/// Layers that drive no other, as outputs do.
bool isLast(const NetworkSpec& network, NodeId layer) {
  return std::ranges::none_of(network.projections, [layer](const auto& entry) {
    return entry.second.from == layer && entry.second.to != layer;
  });
}

/// The layer a target is most likely for: one without a target that drives no other and learns.
Cures ofLonelyTarget(const Project& project, NodeId target) {
  const NetworkSpec& network = project.network;
  const std::set<NodeId> taken = layersWithTarget(network);
  const std::set<NodeId> active = activeLayers(network);
  std::optional<NodeId> best;
  int most = -1;
  for (const auto& [id, node] : network.nodes) {
    if (node.layer() == nullptr ||
        mayConnect(network, id, target, Pattern::Kind::Dense, TargetEnd::Of))
      continue;
    const int worth = 4 * (taken.contains(id) ? 0 : 1) + 2 * (isLast(network, id) ? 1 : 0) +
                      (active.contains(id) ? 1 : 0);
    if (worth >= most) best = id;  // of equals the one that was made last
    most = std::max(most, worth);
  }
  if (!best) return {};
  return {{"Make it the target of layer " + quoted(network.find(*best)->name),
           connect(project, *best, target, Pattern::Kind::Dense, TargetEnd::Of).edits}};
}

/// A target of another size than one of its layers.
Cures ofTargetSize(const Project& project, NodeId id, const std::string& key) {
  const NodeSpec& node = *project.network.find(id);
  const TargetSpec& target = *node.target();
  const NodeSpec* layer = project.network.find(target.of);
  if (key == "of" && layer != nullptr) {
    return {{"Give target " + quoted(node.name) + " the size of layer " + quoted(layer->name),
             resize(project, {id}, layer->size).edits}};
  }
  const auto* follows = std::get_if<NodeId>(&target.source);
  const NodeSpec* teacher = follows != nullptr ? project.network.find(*follows) : nullptr;
  if (key != "follows" || teacher == nullptr) return {};
  NodeSpec still = node;
  std::get<TargetSpec>(still.kind).source = ConstantSignal{};
  markWritten(still);
  return {{"Give layer " + quoted(teacher->name) + " the size of the target",
           resize(project, {*follows}, node.size).edits},
          {"Let the target hold 0 instead of following " + quoted(teacher->name),
           {SetNode{id, std::move(still)}}}};
}

bool isDriven(const NetworkSpec& network, NodeId layer) {
  return std::ranges::any_of(network.projections,
                             [layer](const auto& entry) { return entry.second.to == layer; });
}

/// From where a wire to a layer makes most sense: an input that nothing hears, the end of what is
/// drawn so far, any other input.
Cures ofUndrivenLayer(const Project& project, NodeId layer) {
  const NetworkSpec& network = project.network;
  const auto worth = [&network](NodeId id) {
    if (network.find(id)->layer() != nullptr) return 1;
    return isLast(network, id) ? 0 : 2;
  };
  std::vector<NodeId> sources;
  for (const auto& [id, node] : network.nodes) {
    const bool is_end = node.layer() != nullptr && isLast(network, id) && isDriven(network, id);
    if ((node.input() == nullptr && !is_end) || id == layer) continue;
    if (!mayConnect(network, id, layer)) sources.push_back(id);
  }
  std::ranges::stable_sort(sources, {}, worth);
  Cures cures;
  for (const NodeId source : sources | std::views::take(2)) {
    const NodeSpec& node = *network.find(source);
    cures.push_back({std::string("Connect ") + (node.input() != nullptr ? "input " : "layer ") +
                         quoted(node.name) + " to it",
                     connect(project, source, layer).edits});
  }
  return cures;
}

/// Where the signal of an input may go: a layer that nothing drives comes first.
Cures ofUnheardInput(const Project& project, NodeId input) {
  const NetworkSpec& network = project.network;
  const auto is_driven = [&network](NodeId layer) { return isDriven(network, layer); };
  std::vector<NodeId> layers;
  for (const auto& [id, node] : network.nodes) {
    if (node.layer() != nullptr && !mayConnect(network, input, id)) layers.push_back(id);
  }
  std::ranges::stable_sort(layers, {}, is_driven);
  Cures cures;
  for (const NodeId layer : layers | std::views::take(1)) {
    cures.push_back({"Connect it to layer " + quoted(network.find(layer)->name),
                     connect(project, input, layer).edits});
  }
  cures.push_back({"Delete it", remove(project, {.nodes = {input}}).edits});
  return cures;
}

Cures ofUnreachedLayer(const Project& project, NodeId layer) {
  const NodeSpec& node = *project.network.find(layer);
  NodeId made{};
  return {{"Add a target to layer " + quoted(node.name),
           done(
               project,
               [&](const Project& now) {
                 Built target = addTarget(now, {node.x + kBeside, node.y});
                 made = *target.made.nodes.begin();
                 return target;
               },
               [&](const Project& now) { return connect(now, layer, made); })}};
}

Edit rateOf(ProjectionId id, std::string_view key, double rate) {
  const bool is_feedback = key.starts_with("feedback.");
  const ParameterTable table = is_feedback ? ParameterTable::Feedback : ParameterTable::Projection;
  return SetParameter{{Item::Kind::Projection, number(id)}, rowOf(table, key), {rate}};
}

Cures ofIdleFeedback(const Project& project, ProjectionId id, std::string_view key) {
  const FeedbackTraits& traits = feedbackTraits(project.network.find(id)->feedbackKind());
  if (key == "feedback.learn_model") {
    const double rate = FeedbackSpec{}.learn_model;
    return {{"Let M learn at " + formatShort(rate) + " per ms", {rateOf(id, key, rate)}}};
  }
  return {{"Let B learn at " + formatShort(traits.usual_learn) + " per ms",
           {rateOf(id, "feedback.learn", traits.usual_learn)}}};
}

/// M learns too fast for the rates: a tenth leaves room for larger ones.
Cures ofOvershoot(const Project& project, ProjectionId id) {
  constexpr double kSlower = 0.1;
  const std::optional<FeedbackSpec>& feedback = project.network.find(id)->feedback;
  if (!feedback) return {};
  const double rate = kSlower * feedback->learn_model;
  return {{"Let M learn at " + formatShort(rate) + " per ms",
           {rateOf(id, "feedback.learn_model", rate)}}};
}

Cures ofIdleNetwork(const Project& project) {
  const std::set<NodeId> reached = layersReachedByErrors(project.network);
  std::vector<Edit> edits;
  for (const auto& [id, projection] : project.network.projections) {
    if (reached.contains(projection.to)) edits.push_back(rateOf(id, "learn", kUsualLearn));
  }
  if (edits.empty()) return {};
  return {{"Let the weights below the targets learn at " + formatShort(kUsualLearn) + " per ms",
           std::move(edits)}};
}

Cures ofTeacherSize(const Project& project, ProjectionId id) {
  const NetworkSpec& network = project.network;
  const ProjectionSpec& pupil = *network.find(id);
  const ProjectionSpec* teacher = pupil.teacher ? network.find(*pupil.teacher) : nullptr;
  Cures cures;
  ProjectionSpec free = pupil;
  free.teacher.reset();
  markWritten(free);
  cures.push_back({"Remove the teacher link", {SetProjection{id, std::move(free)}}});
  if (teacher == nullptr || teacher->pattern.kind != pupil.pattern.kind) return cures;
  const auto sized = [](NodeId own, NodeId like) {
    return [own, like](const Project& now) {
      const std::int64_t size = now.network.find(like)->size;
      return own == like || now.network.find(own)->size == size ? Built{}
                                                                : resize(now, {own}, size);
    };
  };
  cures.insert(cures.begin(),
               {"Give the teacher the size of " + quoted(pupil.name),
                done(project, sized(teacher->from, pupil.from), sized(teacher->to, pupil.to))});
  return cures;
}

Cures ofCoarseStep(const Project& project) {
  const double dt = smallestTimeConstant(project) / kSteps;
  const ParameterInfo* row = rowOf(ParameterTable::Settings, "dt");
  if (!(dt > 0)) return {};
  return {{"Set dt to " + formatShort(dt) + " ms", {SetParameter{{}, row, {dt}}}}};
}

Cures ofMissingFrequency(const Project& project, ProjectionId id) {
  const double f = likelyFrequency(project);
  return {
      {"Set the frequency to " + formatShort(f) + " Hz", {rateOf(id, "feedback.frequency", f)}}};
}

Cures ofVariant(const Project& project, std::size_t index) {
  if (index >= project.variants.size()) return {};
  return {{"Delete the variant " + quoted(project.variants[index].label()),
           {SetVariants{withoutOne(project, index)}}}};
}

Cures cures(const Project& project, const Issue& issue) {
  const Place& place = issue.place;
  const NodeId node{place.id};
  const ProjectionId projection{place.id};
  switch (place.part) {
    case Place::Part::Node:
      if (project.network.find(node) == nullptr) return {};
      if (issue.code == "unattached") return ofLonelyTarget(project, node);
      if (issue.code == "undriven") return ofUndrivenLayer(project, node);
      if (issue.code == "unheard") return ofUnheardInput(project, node);
      if (issue.code == "unreached") return ofUnreachedLayer(project, node);
      if (place.key == "tau_m" || place.key == "tau_r") return ofCoarseStep(project);
      if (issue.code == "shape" && project.network.find(node)->target() != nullptr) {
        return ofTargetSize(project, node, place.key);
      }
      return {};
    case Place::Part::Projection:
      if (project.network.find(projection) == nullptr) return {};
      if (issue.code == "idle") return ofIdleFeedback(project, projection, place.key);
      if (issue.code == "overshoot") return ofOvershoot(project, projection);
      if (place.key == "teacher") return ofTeacherSize(project, projection);
      if (place.key == "feedback.frequency") return ofMissingFrequency(project, projection);
      return {};
    case Place::Part::Variant:
      return ofVariant(project, place.id);
    case Place::Part::Project:
      return issue.code == "idle" ? ofIdleNetwork(project) : Cures{};
    default:
      return {};
  }
}

}  // namespace

std::vector<Cure> curesOf(const Project& project, const Issue& issue) {
  try {
    return cures(project, issue);
  } catch (const Error&) {  // no room for what it would add
    return {};
  }
}

}  // namespace vle
