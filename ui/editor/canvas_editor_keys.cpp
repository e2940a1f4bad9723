// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of CanvasEditor that follows keys: going from node to node, moving, aiming a wire.
#include <algorithm>
#include <limits>
#include <tuple>

#include <QKeyEvent>

#include "editor/canvas_editor.h"
#include "model/arranging.h"

namespace vle::ui {

namespace {

bool isArrow(int key) {
  return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
}

QPointF directionOf(int arrow) {
  switch (arrow) {
    case Qt::Key_Left:
      return {-1, 0};
    case Qt::Key_Right:
      return {1, 0};
    case Qt::Key_Up:
      return {0, -1};
    default:
      return {0, 1};
  }
}

}  // namespace

bool CanvasEditor::key(const QKeyEvent& event) {
  if (gesture_ == Gesture::Aim) return keyWhileAiming(event);
  const int key = event.key();
  if (key == Qt::Key_Escape) {
    if (gesture_ != Gesture::None)
      cancel();
    else if (scene_.isFocusMode())
      scene_.setFocusMode(false);
    else if (scene_.neuron())
      scene_.chooseNeuron({});
    else if (scene_.synapse())
      scene_.chooseSynapse({});
    else
      scene_.select({});
    return true;
  }
  if (gesture_ != Gesture::None) return true;
  const bool has_control = (event.modifiers() & Qt::ControlModifier) != 0;
  if (isArrow(key)) {
    if (has_control) {
      go(static_cast<Qt::Key>(key));
      return true;
    }
    if (scene_.selection().nodes.empty()) return false;  // the view pans
    nudge(directionOf(key), event.isAutoRepeat());
    return true;
  }
  if (has_control) return false;
  switch (key) {
    case Qt::Key_PageDown:
      walk(1);
      return true;
    case Qt::Key_PageUp:
      walk(-1);
      return true;
    case Qt::Key_W:
      walkWires((event.modifiers() & Qt::ShiftModifier) != 0 ? -1 : 1);
      return true;
    case Qt::Key_N:
      walkNeurons((event.modifiers() & Qt::ShiftModifier) != 0 ? -1 : 1);
      return true;
    case Qt::Key_Y:
      walkSynapses((event.modifiers() & Qt::ShiftModifier) != 0 ? -1 : 1);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!scene_.selection().empty()) emit inspectRequested();
      return true;
    default:
      return false;
  }
}

bool CanvasEditor::keyWhileAiming(const QKeyEvent& event) {
  const int key = event.key();
  const std::size_t n = aims_.size();
  if (key == Qt::Key_Escape) {
    cancel();
  } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    const auto [from, to] = endsWith(aims_[aimed_]);
    setGesture(Gesture::None);
    hint_->hide();
    connectNodes(from, to);
  } else if (key == Qt::Key_Tab) {
    chooseAim((aimed_ + 1) % n);
  } else if (key == Qt::Key_Backtab) {
    chooseAim((aimed_ + n - 1) % n);
  } else if (isArrow(key)) {
    const auto next = nearest(aims_[aimed_], static_cast<Qt::Key>(key), aims_);
    const auto found = next ? std::ranges::find(aims_, *next) : aims_.end();
    if (found != aims_.end()) chooseAim(static_cast<std::size_t>(found - aims_.begin()));
  }
  return true;
}

void CanvasEditor::nudge(QPointF steps, bool is_repeat) {
  if (!is_repeat) ++count_;
  const std::set<NodeId>& nodes = scene_.selection().nodes;
  document_.push(nodes.size() == 1 ? tr("Move %1").arg(nameOf(*nodes.begin()))
                                   : tr("Move %1 nodes").arg(nodes.size()),
                 moveBy(document_.project(), nodes, {steps.x() * kGrid, steps.y() * kGrid}),
                 gestureKey());
  view_.reveal(scene_.boundsOf(scene_.selection()));
}

std::vector<NodeId> CanvasEditor::inReadingOrder() const {
  std::vector<NodeId> ids;
  for (const auto& [id, node] : document_.project().network.nodes) ids.push_back(id);
  std::ranges::sort(ids, {}, [this](NodeId id) {
    const QPointF at = scene_.node(id)->pos();
    return std::tuple(at.x(), at.y(), id);
  });
  return ids;
}

std::optional<NodeId> CanvasEditor::nearest(NodeId from, Qt::Key arrow,
                                            const std::vector<NodeId>& among) const {
  const QPointF direction = directionOf(arrow);
  std::optional<NodeId> best;
  double least = std::numeric_limits<double>::infinity();
  for (const NodeId id : among) {
    const QPointF way = middleOf(id) - middleOf(from);
    const double along = QPointF::dotProduct(way, direction);
    const double across = std::abs(way.x() * direction.y() - way.y() * direction.x());
    if (along <= 0 || along + 2 * across >= least) continue;
    least = along + 2 * across;
    best = id;
  }
  return best;
}

void CanvasEditor::go(Qt::Key arrow) {
  const std::vector<NodeId> nodes = inReadingOrder();
  if (nodes.empty()) return;
  const std::optional<NodeId> current = scene_.current();
  const std::optional<NodeId> next = current ? nearest(*current, arrow, nodes) : nodes.front();
  if (!next) return;
  scene_.selectOne(*next);
  view_.reveal(scene_.node(*next)->card());
}

void CanvasEditor::walk(int steps) {
  const std::vector<NodeId> nodes = inReadingOrder();
  if (nodes.empty()) return;
  const auto n = std::ssize(nodes);
  std::ptrdiff_t place = steps > 0 ? 0 : n - 1;
  if (const std::optional<NodeId> current = scene_.current()) {
    place = (std::ranges::find(nodes, *current) - nodes.begin() + steps + n) % n;
  }
  const NodeId next = nodes[static_cast<std::size_t>(place)];
  scene_.selectOne(next);
  view_.reveal(scene_.node(next)->card());
}

void CanvasEditor::walkNeurons(int steps) {
  const std::optional<NodeId> current = scene_.current();
  const std::ptrdiff_t n = current ? std::ssize(scene_.node(*current)->geometry().pairs) : 0;
  if (n == 0) return say(tr("Select a layer first: N goes through its neurons."));
  std::ptrdiff_t place = steps > 0 ? 0 : n - 1;
  if (const auto& neuron = scene_.neuron(); neuron && neuron->node == *current) {
    place = (static_cast<std::ptrdiff_t>(neuron->index) + steps + n) % n;
  }
  scene_.chooseNeuron(NeuronRef{*current, static_cast<std::size_t>(place)});
}

void CanvasEditor::walkSynapses(int steps) {
  const Selection& selection = scene_.selection();
  if (selection.projections.size() != 1 || !selection.nodes.empty()) {
    return say(tr("Select a projection first: Y goes through its synapses."));
  }
  const ProjectionId id = *selection.projections.begin();
  const NetworkSpec& spec = document_.project().network;
  const ProjectionSpec& projection = *spec.find(id);
  const auto lowers = static_cast<std::size_t>(spec.find(projection.from)->size);
  const bool is_one_to_one = projection.pattern.kind == Pattern::Kind::OneToOne;
  // Row by row of W. A sparse projection may lack some: the panel says so.
  const std::size_t n =
      is_one_to_one ? lowers : lowers * static_cast<std::size_t>(spec.find(projection.to)->size);
  if (n == 0) return;
  std::size_t place = steps > 0 ? 0 : n - 1;
  if (const auto& now = scene_.synapse(); now && now->projection == id) {
    const std::size_t at = is_one_to_one ? now->lower : now->upper * lowers + now->lower;
    place = steps > 0 ? (at + 1) % n : (at + n - 1) % n;
  }
  scene_.chooseSynapse(SynapseChoice{id, is_one_to_one ? place : place / lowers, place % lowers});
}

void CanvasEditor::walkWires(int steps) {
  const std::optional<NodeId> current = scene_.current();
  if (!current) return say(tr("Select a node first: W goes through its wires."));
  std::vector<ProjectionId> wires;
  for (const auto& entry : document_.project().network.projections) {
    const ProjectionSpec& projection = entry.second;
    if (projection.from == *current || projection.to == *current) wires.push_back(entry.first);
  }
  if (wires.empty()) return say(tr("%1 has no projections.").arg(nameOf(*current)));
  const auto n = std::ssize(wires);
  std::ptrdiff_t place = steps > 0 ? 0 : n - 1;
  const std::set<ProjectionId>& chosen = scene_.selection().projections;
  const auto now = chosen.size() == 1 ? std::ranges::find(wires, *chosen.begin()) : wires.end();
  if (now != wires.end()) place = (now - wires.begin() + steps + n) % n;
  scene_.select({{}, {wires[static_cast<std::size_t>(place)]}});
}

}  // namespace vle::ui
