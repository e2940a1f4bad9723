// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/canvas_walk.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include <QObject>

namespace vle::ui {

namespace {

/// The place after or before one of n; without one, the first or the last.
std::size_t stepped(std::optional<std::size_t> now, int steps, std::size_t n) {
  if (!now) return steps > 0 ? 0 : n - 1;
  return steps > 0 ? (*now + 1) % n : (*now + n - 1) % n;
}

template <class T>
std::optional<std::size_t> placeOf(const std::vector<T>& all, const T& one) {
  const auto found = std::ranges::find(all, one);
  if (found == all.end()) return {};
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace

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

std::vector<NodeId> CanvasWalk::inReadingOrder() const {
  std::vector<NodeId> ids;
  for (const auto& [id, node] : document_.project().network.nodes) ids.push_back(id);
  std::ranges::sort(ids, {}, [this](NodeId id) {
    const QPointF at = scene_.node(id)->pos();
    return std::tuple(at.x(), at.y(), id);
  });
  return ids;
}

std::optional<NodeId> CanvasWalk::nearest(NodeId from, int arrow,
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

QString CanvasWalk::nameOf(NodeId id) const {
  const NodeSpec* node = document_.project().network.find(id);
  return node == nullptr ? QString() : QString::fromStdString(node->name);
}

void CanvasWalk::standAt(NodeId id) {
  scene_.selectOne(id);
  view_.reveal(scene_.node(id)->card());
}

void CanvasWalk::go(int arrow) {
  const std::vector<NodeId> all = inReadingOrder();
  if (all.empty()) return;
  const std::optional<NodeId> current = scene_.current();
  const std::optional<NodeId> next = current ? nearest(*current, arrow, all) : all.front();
  if (next) standAt(*next);
}

void CanvasWalk::nodes(int steps) {
  const std::vector<NodeId> all = inReadingOrder();
  if (all.empty()) return;
  const std::optional<NodeId> current = scene_.current();
  standAt(all[stepped(current ? placeOf(all, *current) : std::nullopt, steps, all.size())]);
}

void CanvasWalk::wires(int steps) {
  const std::optional<NodeId> current = scene_.current();
  if (!current) return hint_.say(QObject::tr("Select a node first: W goes through its wires."));
  std::vector<ProjectionId> all;
  for (const auto& entry : document_.project().network.projections) {
    const ProjectionSpec& projection = entry.second;
    if (projection.from == *current || projection.to == *current) all.push_back(entry.first);
  }
  if (all.empty()) return hint_.say(QObject::tr("%1 has no projections.").arg(nameOf(*current)));
  const std::set<ProjectionId>& chosen = scene_.focus().selection().projections;
  const auto now = chosen.size() == 1 ? placeOf(all, *chosen.begin()) : std::nullopt;
  scene_.focus().select({{}, {all[stepped(now, steps, all.size())]}});
}

void CanvasWalk::neurons(int steps) {
  const std::optional<NodeId> current = scene_.current();
  const std::size_t n = current ? scene_.node(*current)->geometry().pairs.size() : 0;
  if (n == 0) return hint_.say(QObject::tr("Select a layer first: N goes through its neurons."));
  std::optional<std::size_t> now;
  if (const auto neuron = scene_.focus().neuron(); neuron && neuron->node == *current) {
    now = neuron->index;
  }
  scene_.focus().look(NeuronRef{*current, stepped(now, steps, n)});
}

void CanvasWalk::synapses(int steps) {
  const Selection& selection = scene_.focus().selection();
  if (selection.projections.size() != 1 || !selection.nodes.empty()) {
    return hint_.say(QObject::tr("Select a projection first: Y goes through its synapses."));
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
  std::optional<std::size_t> now;
  if (const auto synapse = scene_.focus().synapse(); synapse && synapse->projection == id) {
    now = is_one_to_one ? synapse->pre : synapse->post * lowers + synapse->pre;
  }
  const std::size_t place = stepped(now, steps, n);
  scene_.focus().look(SynapseRef{id, is_one_to_one ? place : place / lowers, place % lowers});
}

}  // namespace vle::ui
