// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/building.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "model/board.h"
#include "model/feedback_traits.h"
#include "model/naming.h"
#include "model/parameters.h"
#include "model/references.h"
#include "model/signal_shape.h"
#include "model/validate.h"
#include "model/values.h"

namespace vle {

namespace {

std::string quoted(const NodeSpec& node) { return "'" + node.name + "'"; }

Built addNode(const Project& project, const std::string& name, Position at, NodeSpec node) {
  Fresh fresh(project, 1, 0);
  const NodeId id = fresh.node();
  node.name = fresh.name(name);
  node.x = at.x;
  node.y = at.y;
  markWritten(node);
  return {{SetNode{id, std::move(node)}}, {.nodes = {id}}};
}

/// The sentence for a pair of nodes that no projection can join.
std::optional<std::string> endsProblem(const NodeSpec& from, const NodeSpec& to) {
  const auto is_note = [](const NodeSpec& node) {
    return std::holds_alternative<NoteSpec>(node.kind);
  };
  if (is_note(from) || is_note(to)) return "A note is only read: no wire goes to or from it.";
  if (from.target() != nullptr) {
    return "No wire starts at a target: draw it from the layer to the target.";
  }
  if (to.input() != nullptr) return "No wire goes to an input: it plays its own signal.";
  return std::nullopt;
}

std::optional<std::string> projectionProblem(const NetworkSpec& spec, NodeId from, NodeId to,
                                             Pattern::Kind pattern) {
  const NodeSpec& pre = *spec.find(from);
  const NodeSpec& post = *spec.find(to);
  if (pattern == Pattern::Kind::OneToOne && pre.size != post.size) {
    return "One-to-one needs equal sizes: " + quoted(pre) + " has " + std::to_string(pre.size) +
           ", " + quoted(post) + " has " + std::to_string(post.size) + ".";
  }
  double synapses = static_cast<double>(pre.size) *
                    (pattern == Pattern::Kind::OneToOne ? 1 : static_cast<double>(post.size));
  for (const auto& entry : spec.projections) {
    const ProjectionSpec& projection = entry.second;
    if (projection.from == from && projection.to == to) {
      return quoted(pre) + " already drives " + quoted(post) + ", through '" + projection.name +
             "'.";
    }
    const Shape shape = shapeOf(spec, number(entry.first), "W");
    synapses += static_cast<double>(shape.rows) * static_cast<double>(shape.columns);
  }
  if (synapses > static_cast<double>(kMaxSynapses)) {
    return "The network would have more than " + std::to_string(kMaxSynapses) + " synapses.";
  }
  return std::nullopt;
}

/// Why the signal of a target cannot have this many channels.
std::optional<std::string> misfit(const NetworkSpec& spec, NodeId target, const SignalSpec& signal,
                                  std::int64_t size) {
  if (!std::holds_alternative<ConstantSignal>(signal)) return signalProblem(signal, size);
  NetworkSpec resized = spec;
  resized.nodes.at(target).size = size;
  return valueProblem(resized, number(target), "constant");
}

std::optional<std::string> targetProblem(const NetworkSpec& spec, NodeId layer, NodeId target,
                                         TargetEnd end) {
  const NodeSpec& from = *spec.find(layer);
  const NodeSpec& to = *spec.find(target);
  const TargetSpec& wired = *to.target();
  if (from.layer() == nullptr) {
    return "A target is for a layer, or follows one: " + quoted(from) + " is none.";
  }
  const auto* follows = std::get_if<NodeId>(&wired.source);
  if (end == TargetEnd::Follows) {
    if (follows != nullptr && *follows == layer) {
      return quoted(to) + " already follows " + quoted(from) + ".";
    }
    if (wired.of == layer)
      return quoted(to) + " is for " + quoted(from) + ", so it cannot follow it.";
    const NodeSpec* of = spec.find(wired.of);
    if (of != nullptr && of->size != from.size) {
      return "Sizes differ: " + quoted(*of) + " has " + std::to_string(of->size) + " neurons, " +
             quoted(from) + " has " + std::to_string(from.size) + ".";
    }
    return std::nullopt;
  }
  if (wired.of == layer) return quoted(to) + " is already the target of " + quoted(from) + ".";
  if (follows == nullptr) {
    const auto wrong = misfit(spec, target, std::get<SignalSpec>(wired.source), from.size);
    if (wrong) return "The signal of " + quoted(to) + " does not fit: " + *wrong + ".";
    return std::nullopt;
  }
  if (*follows == layer)
    return quoted(to) + " follows " + quoted(from) + ", so it cannot be for it.";
  const NodeSpec* teacher = spec.find(*follows);
  if (teacher != nullptr && teacher->size != from.size) {
    return "Sizes differ: " + quoted(to) + " follows " + quoted(*teacher) + ", which has " +
           std::to_string(teacher->size) + " neurons, " + quoted(from) + " has " +
           std::to_string(from.size) + ".";
  }
  return std::nullopt;
}

Built connectTarget(const Project& project, NodeId layer, NodeId id, TargetEnd end) {
  NodeSpec node = *project.network.find(id);
  auto& target = std::get<TargetSpec>(node.kind);
  node.size = project.network.find(layer)->size;
  if (end == TargetEnd::Of)
    target.of = layer;
  else
    target.source = layer;
  markWritten(node);
  return {{SetNode{id, std::move(node)}}, {.nodes = {id}}};
}

/// @param items  the map of nodes or of projections
template <class Id, class Spec>
Built renameIn(const Project& project, std::map<Id, Spec> NetworkSpec::*items, Id id,
               const std::string& name) {
  const auto fail = [](const std::string& sentence) {
    throw Error(ErrorKind::InvalidSpec, sentence);
  };
  const auto found = (project.network.*items).find(id);
  if (found == (project.network.*items).end()) fail("What was to be renamed does not exist.");
  const std::string old = found->second.name;
  if (name == old) return {};
  if (auto wrong = nameProblem(name)) fail(*wrong);
  const bool blank = name.find_first_not_of(' ') == std::string::npos;
  if (blank) fail("A name needs a character that can be seen.");
  if (project.network.findNode(name) != nullptr) fail("There is already a node '" + name + "'.");
  if (project.network.findProjection(name) != nullptr) {
    fail("There is already a projection '" + name + "'.");
  }
  Project renamed = project;
  (renamed.network.*items).at(id).name = name;
  followName(renamed, old, name);
  return {difference(project, renamed), {}};
}

}  // namespace

Built addInput(const Project& project, Position at) {
  NodeSpec node;
  node.kind = InputSpec{SinesSignal{{{Sine{.f = kUsualFrequency}}}}};
  return addNode(project, "x", at, std::move(node));
}

Built addLayer(const Project& project, Position at) {
  return addNode(project, "layer 1", at, NodeSpec{});
}

Built addTarget(const Project& project, Position at) {
  NodeSpec node;
  node.kind = TargetSpec{};
  return addNode(project, "target", at, std::move(node));
}

Built addDelayedTarget(const Project& project, double by, Position at) {
  const auto input = std::ranges::find_if(
      project.network.nodes, [](const auto& entry) { return entry.second.input() != nullptr; });
  if (input == project.network.nodes.end()) {
    throw Error(ErrorKind::InvalidSpec, "There is no input to delay: make an input first.");
  }
  NodeSpec node;
  node.size = input->second.size;
  node.kind = TargetSpec{.source = DelaySignal{.of = number(input->first), .by = by}};
  return addNode(project, "target", at, std::move(node));
}

Built addNote(const Project& project, Position at, std::string text) {
  NodeSpec node;
  node.kind = NoteSpec{};
  node.note = std::move(text);
  return addNode(project, "note 1", at, std::move(node));
}

TargetEnd usualEnd(const NetworkSpec& spec, NodeId layer, NodeId target) {
  const NodeSpec* node = spec.find(target);
  const TargetSpec* wired = node != nullptr ? node->target() : nullptr;
  const bool has_layer = wired != nullptr && spec.find(wired->of) != nullptr;
  return has_layer && wired->of != layer ? TargetEnd::Follows : TargetEnd::Of;
}

std::optional<std::string> mayConnect(const NetworkSpec& spec, NodeId from, NodeId to,
                                      Pattern::Kind pattern, std::optional<TargetEnd> end) {
  const NodeSpec* pre = spec.find(from);
  const NodeSpec* post = spec.find(to);
  if (pre == nullptr || post == nullptr) return "A wire needs a node at both ends.";
  if (auto wrong = endsProblem(*pre, *post)) return wrong;
  if (post->layer() != nullptr) return projectionProblem(spec, from, to, pattern);
  return targetProblem(spec, from, to, end.value_or(usualEnd(spec, from, to)));
}

Built connect(const Project& project, NodeId from, NodeId to, Pattern::Kind pattern,
              std::optional<TargetEnd> end) {
  const NetworkSpec& spec = project.network;
  if (auto wrong = mayConnect(spec, from, to, pattern, end)) {
    throw Error(ErrorKind::InvalidSpec, *wrong);
  }
  if (spec.find(to)->target() != nullptr) {
    return connectTarget(project, from, to, end.value_or(usualEnd(spec, from, to)));
  }
  Fresh fresh(project, 0, 1);
  const ProjectionId id = fresh.projection();
  ProjectionSpec projection;
  projection.name = fresh.name("W1");
  projection.from = from;
  projection.to = to;
  projection.pattern.kind = pattern;
  projection.learn = kUsualLearn;
  markWritten(projection);
  return {{SetProjection{id, std::move(projection)}}, {.projections = {id}}};
}

std::vector<Edit> choose(const Project& project, Item item, const ParameterInfo& row,
                         const ParameterValue& value) {
  std::vector<Edit> edits = {SetParameter{item, &row, {value}}};
  if (row.table != ParameterTable::Feedback || row.key != "kind") return edits;
  const auto kind = std::ranges::find(feedbackTraits(), std::get<std::string>(value),
                                      [](const FeedbackTraits& t) { return std::string(t.name); });
  const auto need = [&](std::string_view key, double usual) {
    const ParameterInfo* needed = rowOf(ParameterTable::Feedback, key);
    const bool has_it = std::get<double>(valueOf(project, item, *needed)) > 0;
    if (!has_it) edits.emplace_back(SetParameter{item, needed, {usual}});
  };
  if (kind == feedbackTraits().end()) return edits;
  if (kind->uses.learn) need("feedback.learn", kind->usual_learn);
  if (kind->uses.frequency) need("feedback.frequency", likelyFrequency(project));
  return edits;
}

double likelyFrequency(const Project& project) {
  const std::set<double> all = inputFrequencies(project);
  return all.size() == 1 ? *all.begin() : kUsualFrequency;
}

Built remove(const Project& project, const Selection& selection) {
  Project without = project;
  erase(without, selection);
  return {difference(project, without), {}};
}

Built rename(const Project& project, NodeId id, const std::string& name) {
  return renameIn(project, &NetworkSpec::nodes, id, name);
}

Built rename(const Project& project, ProjectionId id, const std::string& name) {
  return renameIn(project, &NetworkSpec::projections, id, name);
}

}  // namespace vle
