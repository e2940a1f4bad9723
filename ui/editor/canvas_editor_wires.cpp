// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of CanvasEditor that draws wires: from a port with the mouse, or aimed with keys.
#include <algorithm>

#include <QPen>

#include "editor/canvas_editor.h"

namespace vle::ui {

namespace {

constexpr double kLeastPull = 18;  // px of the screen; less is a slip on a port

}  // namespace

QPointF CanvasEditor::middleOf(NodeId id) const { return scene_.node(id)->card().center(); }

CanvasEditor::Ends CanvasEditor::endsWith(NodeId other) const {
  return draw_from_.port == Port::Out ? Ends{draw_from_.node, other} : Ends{other, draw_from_.node};
}

QString CanvasEditor::refusal(NodeId other) const {
  const auto [from, to] = endsWith(other);
  const auto why = mayConnect(document_.project().network, from, to);
  return why ? QString::fromStdString(*why) : QString();
}

void CanvasEditor::connectNodes(NodeId from, NodeId to) {
  try {
    Built built = vle::connect(document_.project(), from, to);
    document_.push(tr("Connect %1 to %2").arg(nameOf(from), nameOf(to)), std::move(built.edits));
    scene_.select(std::move(built.made));
  } catch (const Error& error) {
    say(QString::fromStdString(error.message()));
  }
}

void CanvasEditor::startDraw(PortHit from) {
  draw_from_ = from;
  lights_.clear();
  for (const auto& [id, node] : document_.project().network.nodes) {
    lights_[id] = refusal(id).isEmpty() ? Light::Legal : Light::Illegal;
  }
  lights_[from.node] = Light::None;  // a loop is possible, but seldom meant
  scene_.setLights(lights_);
  view_.takeOver();
  setGesture(Gesture::Draw);
}

void CanvasEditor::showDraft(QPointF start, QPointF end, bool is_legal) {
  const double reach =
      std::max(40.0, std::abs(end.x() - start.x()) / 2) * (draw_from_.port == Port::Out ? 1 : -1);
  QPainterPath path(start);
  path.cubicTo(start + QPointF(reach, 0), end - QPointF(reach, 0), end);
  QPen pen(is_legal ? theme_.accent : theme_.dim, 2.5, is_legal ? Qt::SolidLine : Qt::DashLine,
           Qt::RoundCap);
  pen.setCosmetic(true);
  draft_->setPen(pen);
  draft_->setPath(path);
  draft_->show();
}

void CanvasEditor::draw(QPointF point, QPoint pixel) {
  const NodeItem* item = scene_.node(draw_from_.node);
  const auto& port = draw_from_.port == Port::Out ? item->geometry().out : item->geometry().in;
  const std::optional<NodeId> over = scene_.nodeAt(point);
  const bool is_elsewhere = over && over != draw_from_.node;
  const QString why = is_elsewhere ? refusal(*over) : QString();
  std::map<NodeId, Light> lights = lights_;
  if (over && why.isEmpty()) lights[*over] = Light::Chosen;
  scene_.setLights(std::move(lights));
  showDraft(item->mapToScene(*port), point, over && why.isEmpty());
  showHint(why, pixel);
}

void CanvasEditor::finishDraw(QPointF point, QPoint pixel) {
  const PortHit from = draw_from_;
  const std::optional<NodeId> over = scene_.nodeAt(point);
  const bool is_slip = (pixel - pressed_pixel_).manhattanLength() < kLeastPull;
  const auto [first, last] = over ? endsWith(*over) : Ends{};
  const QString why = over ? refusal(*over) : QString();
  setGesture(Gesture::None);
  if (is_slip) return scene_.selectOne(from.node);
  if (!over) {
    emit createRequested(pixel, from);
  } else if (!why.isEmpty()) {
    say(why, pixel);
  } else {
    connectNodes(first, last);
  }
}

void CanvasEditor::aim() {
  const std::optional<NodeId> current = scene_.current();
  if (!current) return say(tr("Select the node where the wire begins."));
  cancel();
  draw_from_ = {*current, Port::Out};
  if (!scene_.node(*current)->geometry().out) draw_from_.port = Port::In;
  aims_.clear();
  for (const NodeId id : inReadingOrder()) {
    if (refusal(id).isEmpty()) aims_.push_back(id);
  }
  if (aims_.empty()) {
    return say(tr("There is nothing that %1 can be connected with.").arg(nameOf(*current)));
  }
  // A loop comes last; among the others the one that follows in reading order comes first.
  std::ranges::stable_partition(aims_, [&](NodeId id) {
    return id != *current && middleOf(id).x() > middleOf(*current).x();
  });
  std::ranges::stable_partition(aims_, [&](NodeId id) { return id != *current; });
  setGesture(Gesture::Aim);
  chooseAim(0);
}

void CanvasEditor::chooseAim(std::size_t index) {
  aimed_ = index;
  const NodeId to = aims_[aimed_];
  std::map<NodeId, Light> lights;
  for (const auto& [id, node] : document_.project().network.nodes) lights[id] = Light::Illegal;
  lights[draw_from_.node] = Light::None;
  for (const NodeId id : aims_) lights[id] = Light::Legal;
  lights[to] = Light::Chosen;
  scene_.setLights(std::move(lights));
  const NodeItem* from = scene_.node(draw_from_.node);
  const auto& port = draw_from_.port == Port::Out ? from->geometry().out : from->geometry().in;
  showDraft(from->mapToScene(*port), middleOf(to), true);
  view_.reveal(scene_.node(to)->card());
  const auto [first, last] = endsWith(to);
  showHint(tr("%1 → %2: Enter connects, Tab or arrows choose another, Esc leaves.")
               .arg(nameOf(first), nameOf(last)),
           view_.mapFromScene(scene_.node(to)->card().bottomLeft()));
}

}  // namespace vle::ui
