// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/scene_marks.h"

#include <algorithm>

namespace vle::ui {

namespace {

/// The selection, its wires and their other ends.
Selection surroundings(const NetworkSpec& spec, const Selection& selection) {
  Selection lit = selection;
  for (const auto& [id, projection] : spec.projections) {
    const bool touches =
        selection.nodes.contains(projection.from) || selection.nodes.contains(projection.to);
    if (!touches && !selection.projections.contains(id)) continue;
    lit.projections.insert(id);
    lit.nodes.insert({projection.from, projection.to});
  }
  for (const auto& [id, node] : spec.nodes) {
    const TargetSpec* target = node.target();
    if (target == nullptr) continue;
    const auto* follows = std::get_if<NodeId>(&target->source);
    if (selection.nodes.contains(id)) {
      lit.nodes.insert(target->of);
      if (follows != nullptr) lit.nodes.insert(*follows);
    } else if (selection.nodes.contains(target->of) ||
               (follows != nullptr && selection.nodes.contains(*follows))) {
      lit.nodes.insert(id);
    }
  }
  return lit;
}

/// The gravest problem of every part; hints are no problem.
std::map<std::pair<Place::Part, std::uint32_t>, Severity> gravest(
    const std::vector<Issue>& issues) {
  std::map<std::pair<Place::Part, std::uint32_t>, Severity> result;
  for (const Issue& issue : issues) {
    if (issue.severity == Severity::Hint) continue;
    auto& now =
        result.try_emplace({issue.place.part, issue.place.id}, issue.severity).first->second;
    if (issue.severity == Severity::Error) now = Severity::Error;
  }
  return result;
}

}  // namespace

SceneMarks::SceneMarks(const NetworkSpec& spec, const Lab& lab, const Focus& focus,
                       const Attention& attention)
    : spec_(spec),
      lab_(lab),
      focus_(focus),
      attention_(attention),
      is_fading_(attention.is_focus_mode && !focus.selection().empty()),
      problems_(gravest(lab.compiler().problems())) {
  if (is_fading_) lit_ = surroundings(spec, focus.selection());
  if (lab.shown() < lab.variants().size()) without_ = lab.variants()[lab.shown()].variant.without;
}

bool SceneMarks::isLeftOut(std::uint32_t id) const {
  return std::ranges::find(without_, id) != without_.end();
}

std::optional<Severity> SceneMarks::problemOf(Place::Part part, std::uint32_t id) const {
  const auto found = problems_.find({part, id});
  return found == problems_.end() ? std::nullopt : std::optional(found->second);
}

/// The neurons at which the variant on the canvas ran away, if it has; else whoever has.
std::vector<std::size_t> SceneMarks::divergedIn(NodeId id) const {
  std::vector<std::size_t> neurons;
  const auto& variants = lab_.variants();
  const bool is_ours = lab_.shown() < variants.size() && variants[lab_.shown()].divergence;
  for (std::size_t k = 0; k < variants.size(); ++k) {
    const VariantStatus& status = variants[k];
    const bool counts = is_ours ? k == lab_.shown() : status.variant.visible;
    if (status.divergence && counts && status.divergence->layer == id) {
      neurons.push_back(status.divergence->neuron);
    }
  }
  return neurons;
}

/// The ends of a projection at which the chosen neuron stands, or of the chosen synapse.
ChosenNeuron SceneMarks::chosenOf(ProjectionId id, const ProjectionSpec& projection) const {
  ChosenNeuron chosen{.from = {}, .to = {}, .is_alone = attention_.is_focus_mode};
  if (const auto synapse = focus_.synapse(); synapse && synapse->projection == id) {
    chosen.from = static_cast<std::uint32_t>(synapse->pre);
    chosen.to = static_cast<std::uint32_t>(synapse->post);
    chosen.is_pair = true;
  }
  const auto neuron = focus_.neuron();
  if (!neuron) return chosen;
  if (projection.from == neuron->node) chosen.from = static_cast<std::uint32_t>(neuron->index);
  if (projection.to == neuron->node) chosen.to = static_cast<std::uint32_t>(neuron->index);
  return chosen;
}

NodeMarks SceneMarks::of(NodeId id) const {
  NodeMarks marks;
  marks.is_left_out = isLeftOut(number(id));
  marks.is_selected = focus_.selection().nodes.contains(id);
  marks.is_current = attention_.current == id;
  marks.is_far = attention_.far.nodes.contains(id);
  marks.has_ports = attention_.lights.empty() && (attention_.hovered == id || marks.is_selected);
  marks.is_faded = is_fading_ && !lit_.nodes.contains(id);
  const auto light = attention_.lights.find(id);
  if (light != attention_.lights.end()) marks.light = light->second;
  marks.problem = problemOf(Place::Part::Node, number(id));
  for (const Poke& poke : lab_.control().pokes()) {
    if (poke.layer == id) marks.poked.push_back(poke.neuron);
  }
  marks.diverged = divergedIn(id);
  if (const auto neuron = focus_.neuron(); neuron && neuron->node == id) {
    marks.neuron = neuron->index;
    marks.is_neuron_alone = attention_.is_focus_mode;
  }
  return marks;
}

EdgeMarks SceneMarks::of(ProjectionId id) const {
  EdgeMarks marks;
  const ProjectionSpec* found = spec_.find(id);
  if (found == nullptr) return marks;  // it was erased a moment ago
  const ProjectionSpec& projection = *found;
  marks.is_selected = focus_.selection().projections.contains(id);
  marks.is_faded = is_fading_ && !lit_.projections.contains(id);
  marks.problem = problemOf(Place::Part::Projection, number(id));
  marks.is_far = attention_.far.projections.contains(id);
  marks.is_left_out = isLeftOut(number(id)) || isLeftOut(number(projection.from)) ||
                      isLeftOut(number(projection.to));
  marks.chosen = chosenOf(id, projection);
  return marks;
}

EdgeMarks SceneMarks::ofTarget(NodeId id) const {
  EdgeMarks marks;
  marks.is_selected = focus_.selection().nodes.contains(id);
  marks.is_far = attention_.far.nodes.contains(id);
  marks.is_left_out = isLeftOut(number(id));
  marks.is_faded = is_fading_ && !lit_.nodes.contains(id);
  return marks;
}

}  // namespace vle::ui
