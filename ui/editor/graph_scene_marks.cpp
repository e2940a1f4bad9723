// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of GraphScene that says what is where, what is selected and how that looks.
#include <algorithm>

#include "editor/graph_scene.h"

namespace vle::ui {

namespace {

/// The gravest problem of every part; hints are no problem.
class Problems {
 public:
  explicit Problems(const std::vector<Issue>& issues) {
    for (const Issue& issue : issues) {
      if (issue.severity == Severity::Hint) continue;
      auto& now =
          gravest_.try_emplace({issue.place.part, issue.place.id}, issue.severity).first->second;
      if (issue.severity == Severity::Error) now = Severity::Error;
    }
  }
  [[nodiscard]] std::optional<Severity> of(Place::Part part, std::uint32_t id) const {
    const auto found = gravest_.find({part, id});
    return found == gravest_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::map<std::pair<Place::Part, std::uint32_t>, Severity> gravest_;
};

}  // namespace

std::optional<NodeId> GraphScene::nodeAt(QPointF point) const {
  for (const QGraphicsItem* item : items(point)) {
    if (const auto* node = qgraphicsitem_cast<const NodeItem*>(item)) return node->id();
  }
  return {};
}

Selection GraphScene::wireAt(QPointF point) const {
  for (const QGraphicsItem* item : items(point)) {
    if (const auto* wire = qgraphicsitem_cast<const ProjectionItem*>(item)) {
      return {{}, {wire->id()}};
    }
    if (const auto* wire = qgraphicsitem_cast<const TargetEdgeItem*>(item)) {
      return {{wire->id()}, {}};
    }
  }
  return {};
}

std::optional<NeuronRef> GraphScene::neuronAt(QPointF point) const {
  const std::optional<NodeId> id = nodeAt(point);
  const auto index = id ? node(*id)->neuronAt(point, sight_.zoom) : std::nullopt;
  return index ? std::optional(NeuronRef{*id, *index}) : std::nullopt;
}

std::optional<SynapseRef> GraphScene::synapseAt(QPointF point) const {
  for (const QGraphicsItem* item : items(point)) {
    if (qgraphicsitem_cast<const NodeItem*>(item) != nullptr) return {};
    const auto* wire = qgraphicsitem_cast<const ProjectionItem*>(item);
    const auto index =
        wire != nullptr ? wire->synapseAt(point, kWireGrip / 2 / sight_.zoom) : std::nullopt;
    if (index) return SynapseRef{wire->id(), *index};
  }
  return {};
}

std::optional<PortHit> GraphScene::portAt(QPointF point, double grip) const {
  const QRectF near(point - QPointF(grip, grip), QSizeF(2 * grip, 2 * grip));
  for (const QGraphicsItem* item : items(near)) {
    const auto* node = qgraphicsitem_cast<const NodeItem*>(item);
    if (node == nullptr) continue;
    const auto hits = [&](const std::optional<QPointF>& port) {
      return port && QLineF(node->mapToScene(*port), point).length() <= grip;
    };
    if (hits(node->geometry().out)) return PortHit{node->id(), Port::Out};
    if (hits(node->geometry().in)) return PortHit{node->id(), Port::In};
  }
  return {};
}

Selection GraphScene::touching(const QRectF& rectangle) const {
  Selection result;
  for (const auto& [id, item] : nodes_) {
    if (item->card().intersects(rectangle)) result.nodes.insert(id);
  }
  if (!result.nodes.empty()) return result;
  for (const auto& [id, item] : projections_) {
    if (item->isVisible() && item->boundingRect().intersects(rectangle) &&
        item->shape().intersects(rectangle)) {
      result.projections.insert(id);
    }
  }
  return result;
}

QRectF GraphScene::boundsOf(const Selection& selection) const {
  QRectF bounds;
  for (const NodeId id : selection.nodes) {
    if (const NodeItem* item = node(id)) bounds |= item->card();
  }
  for (const ProjectionId id : selection.projections) {
    if (const ProjectionItem* item = projection(id)) bounds |= item->boundingRect();
  }
  return bounds;
}

void GraphScene::select(Selection selection) {
  std::erase_if(selection.nodes, [this](NodeId id) { return !nodes_.contains(id); });
  std::erase_if(selection.projections,
                [this](ProjectionId id) { return !projections_.contains(id); });
  if (current_ && !nodes_.contains(*current_)) current_.reset();
  if (hovered_ && !nodes_.contains(*hovered_)) hovered_.reset();
  if (selection == selection_) return;
  selection_ = std::move(selection);
  const bool stays = current_ && selection_.nodes.contains(*current_);
  if (!stays && !selection_.nodes.empty()) current_ = *selection_.nodes.begin();
  const bool keeps_neuron = neuron_ && selection_ == Selection{{neuron_->node}, {}};
  if (neuron_ && !keeps_neuron) {
    neuron_.reset();
    emit neuronChosen(neuron_);
  }
  const bool keeps_synapse = synapse_ && selection_ == Selection{{}, {synapse_->projection}};
  if (synapse_ && !keeps_synapse) {
    synapse_.reset();
    emit synapseChosen(synapse_);
  }
  refreshMarks();
  emit selectionChanged(selection_);
}

void GraphScene::selectOne(NodeId id) {
  if (!nodes_.contains(id)) return;
  current_ = id;
  select({{id}, {}});
  refreshMarks();
}

void GraphScene::chooseNeuron(std::optional<NeuronRef> neuron) {
  if (neuron == neuron_) return;
  if (neuron) selectOne(neuron->node);
  neuron_ = neuron;
  refreshMarks();
  emit neuronChosen(neuron_);
}

bool GraphScene::exists(const SynapseChoice& synapse) const {
  const NetworkSpec& spec = document_.project().network;
  const ProjectionSpec* projection = spec.find(synapse.projection);
  const NodeSpec* from = projection != nullptr ? spec.find(projection->from) : nullptr;
  const NodeSpec* to = projection != nullptr ? spec.find(projection->to) : nullptr;
  if (from == nullptr || to == nullptr || !projections_.contains(synapse.projection)) return false;
  const auto is_one_of = [](std::size_t k, std::int64_t n) {
    return k < static_cast<std::size_t>(std::max<std::int64_t>(n, 0));
  };
  if (!is_one_of(synapse.lower, from->size) || !is_one_of(synapse.upper, to->size)) return false;
  const bool is_one_to_one = projection->pattern.kind == Pattern::Kind::OneToOne;
  return !is_one_to_one || synapse.lower == synapse.upper;
}

void GraphScene::chooseSynapse(std::optional<SynapseChoice> synapse) {
  if (synapse && !exists(*synapse)) synapse.reset();
  if (synapse == synapse_) return;
  if (synapse) select({{}, {synapse->projection}});
  synapse_ = synapse;
  refreshMarks();
  emit synapseChosen(synapse_);
}

void GraphScene::setFar(Selection far) {
  if (far == far_) return;
  far_ = std::move(far);
  refreshMarks();
}

QPointF GraphScene::standpoint() const {
  if (neuron_) {
    const NodeItem* item = node(neuron_->node);
    return item->mapToScene(item->geometry().pairs.at(neuron_->index).signal);
  }
  return current_ ? node(*current_)->card().center() : content_.center();
}

void GraphScene::setHovered(std::optional<NodeId> id) {
  if (hovered_ == id) return;
  hovered_ = id;
  refreshMarks();
}

void GraphScene::setLights(std::map<NodeId, Light> lights) {
  if (lights == lights_) return;
  lights_ = std::move(lights);
  refreshMarks();
}

void GraphScene::setFocusMode(bool on) {
  if (on == is_focus_mode_) return;
  is_focus_mode_ = on;
  refreshMarks();
  emit focusModeChanged(on);
}

Selection GraphScene::focused() const {
  const NetworkSpec& spec = document_.project().network;
  Selection lit = selection_;
  for (const auto& [id, projection] : spec.projections) {
    const bool touches =
        selection_.nodes.contains(projection.from) || selection_.nodes.contains(projection.to);
    if (!touches && !selection_.projections.contains(id)) continue;
    lit.projections.insert(id);
    lit.nodes.insert({projection.from, projection.to});
  }
  for (const auto& [id, node] : spec.nodes) {
    const TargetSpec* target = node.target();
    if (target == nullptr) continue;
    const auto* follows = std::get_if<NodeId>(&target->source);
    if (selection_.nodes.contains(id)) {
      lit.nodes.insert(target->of);
      if (follows != nullptr) lit.nodes.insert(*follows);
    } else if (selection_.nodes.contains(target->of) ||
               (follows != nullptr && selection_.nodes.contains(*follows))) {
      lit.nodes.insert(id);
    }
  }
  return lit;
}

/// The ends of a projection at which the chosen neuron stands, or of the chosen synapse.
ChosenNeuron GraphScene::chosenOf(ProjectionId id) const {
  const ProjectionSpec& projection = document_.project().network.projections.at(id);
  ChosenNeuron chosen{.from = {}, .to = {}, .is_alone = is_focus_mode_};
  if (synapse_ && synapse_->projection == id) {
    chosen.from = static_cast<std::uint32_t>(synapse_->lower);
    chosen.to = static_cast<std::uint32_t>(synapse_->upper);
    chosen.is_pair = true;
  }
  if (!neuron_) return chosen;
  if (projection.from == neuron_->node) chosen.from = static_cast<std::uint32_t>(neuron_->index);
  if (projection.to == neuron_->node) chosen.to = static_cast<std::uint32_t>(neuron_->index);
  return chosen;
}

/// One pass over all items; those whose marks stay the same are not painted.
void GraphScene::refreshMarks() {
  const Problems problems(lab_.problems());
  const bool is_fading = is_focus_mode_ && !(selection_ == Selection{});
  const Selection lit = is_fading ? focused() : Selection{};
  marked_variant_ = lab_.shown();
  const auto& running = lab_.variants();
  const std::vector<std::uint32_t> without = lab_.shown() < running.size()
                                                 ? running[lab_.shown()].variant.without
                                                 : std::vector<std::uint32_t>();
  const auto is_left_out = [&](std::uint32_t id) {
    return std::ranges::find(without, id) != without.end();
  };
  for (const auto& [id, item] : nodes_) {
    NodeMarks marks;
    marks.is_left_out = is_left_out(number(id));
    marks.is_selected = selection_.nodes.contains(id);
    marks.is_current = current_ == id;
    marks.is_far = far_.nodes.contains(id);
    marks.has_ports = lights_.empty() && (hovered_ == id || marks.is_selected);
    marks.is_faded = is_fading && !lit.nodes.contains(id);
    if (const auto light = lights_.find(id); light != lights_.end()) marks.light = light->second;
    marks.problem = problems.of(Place::Part::Node, number(id));
    for (const Poke& poke : lab_.pokes()) {
      if (poke.layer == id) marks.poked.push_back(poke.neuron);
    }
    // Of the variant on the canvas, if it has stopped; else whoever has.
    const auto& variants = lab_.variants();
    const bool is_ours = lab_.shown() < variants.size() && variants[lab_.shown()].divergence;
    for (std::size_t k = 0; k < variants.size(); ++k) {
      const VariantStatus& status = variants[k];
      const bool counts = is_ours ? k == lab_.shown() : status.variant.visible;
      if (status.divergence && counts && status.divergence->layer == id) {
        marks.diverged.push_back(status.divergence->neuron);
      }
    }
    if (neuron_ && neuron_->node == id) {
      marks.neuron = neuron_->index;
      marks.is_neuron_alone = is_focus_mode_;
    }
    item->setMarks(marks);
  }
  for (const auto& [id, item] : projections_) {
    EdgeMarks marks;
    marks.is_selected = selection_.projections.contains(id);
    marks.is_faded = is_fading && !lit.projections.contains(id);
    marks.problem = problems.of(Place::Part::Projection, number(id));
    marks.is_far = far_.projections.contains(id);
    const ProjectionSpec* spec = document_.project().network.find(id);
    marks.is_left_out =
        spec != nullptr && (is_left_out(number(id)) || is_left_out(number(spec->from)) ||
                            is_left_out(number(spec->to)));
    marks.chosen = chosenOf(id);
    const bool is_another = !(marks.chosen == item->marks().chosen);
    item->setMarks(marks);
    if (is_another) item->refresh();
  }
  for (const auto& [id, item] : target_edges_) {
    EdgeMarks marks;
    marks.is_selected = selection_.nodes.contains(id);
    marks.is_far = far_.nodes.contains(id);
    marks.is_left_out = is_left_out(number(id));
    marks.is_faded = is_fading && !lit.nodes.contains(id);
    item->setMarks(marks);
  }
}

}  // namespace vle::ui
