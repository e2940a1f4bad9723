// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/wire_drawing.h"

#include <algorithm>
#include <utility>

#include <QPen>

namespace vle::ui {

WireDrawing::WireDrawing(Document& document, GraphScene& scene, GraphView& view, CanvasHint& hint,
                         const CanvasWalk& walk, const Theme& theme)
    : document_(document),
      scene_(scene),
      view_(view),
      hint_(hint),
      walk_(walk),
      theme_(theme),
      draft_(new QGraphicsPathItem) {
  draft_->setZValue(5);
  draft_->hide();
  scene_.addItem(draft_);
}

void WireDrawing::stop() {
  draft_->hide();
  scene_.setLights({});
}

WireDrawing::Ends WireDrawing::endsWith(NodeId other) const {
  return from_.port == Port::Out ? Ends{from_.node, other} : Ends{other, from_.node};
}

QString WireDrawing::refusal(NodeId other) const {
  const auto [from, to] = endsWith(other);
  const auto why = mayConnect(document_.project().network, from, to);
  return why ? QString::fromStdString(*why) : QString();
}

/// Where the wire begins, scene coordinates.
QPointF WireDrawing::port() const {
  const NodeItem* item = scene_.node(from_.node);
  const NodeGeometry& geometry = item->geometry();
  return item->mapToScene(*(from_.port == Port::Out ? geometry.out : geometry.in));
}

/// Draws the wire and selects it; says why not.
void WireDrawing::connectTo(NodeId other) {
  const auto [from, to] = endsWith(other);
  try {
    Built built = vle::connect(document_.project(), from, to);
    document_.push(tr("Connect %1 to %2").arg(walk_.nameOf(from), walk_.nameOf(to)),
                   std::move(built.edits));
    scene_.focus().select(std::move(built.made));
  } catch (const Error& error) {
    hint_.say(QString::fromStdString(error.message()));
  }
}

void WireDrawing::showDraft(QPointF end, bool is_legal) {
  const QPointF start = port();
  const double reach =
      std::max(40.0, std::abs(end.x() - start.x()) / 2) * (from_.port == Port::Out ? 1 : -1);
  QPainterPath path(start);
  path.cubicTo(start + QPointF(reach, 0), end - QPointF(reach, 0), end);
  QPen pen(is_legal ? theme_.accent : theme_.dim, 2.5, is_legal ? Qt::SolidLine : Qt::DashLine,
           Qt::RoundCap);
  pen.setCosmetic(true);
  draft_->setPen(pen);
  draft_->setPath(path);
  draft_->show();
}

// --- Mouse ---------------------------------------------------------------------------------------

void WireDrawing::pull(PortHit from) {
  from_ = from;
  lights_.clear();
  for (const auto& [id, node] : document_.project().network.nodes) {
    lights_[id] = refusal(id).isEmpty() ? Light::Legal : Light::Illegal;
  }
  lights_[from.node] = Light::None;  // a loop is possible, but seldom meant
  scene_.setLights(lights_);
  view_.takeOver();
}

void WireDrawing::pullTo(QPointF point, QPoint pixel) {
  const std::optional<NodeId> over = scene_.nodeAt(point);
  const bool is_elsewhere = over && over != from_.node;
  const QString why = is_elsewhere ? refusal(*over) : QString();
  std::map<NodeId, Light> lights = lights_;
  if (over && why.isEmpty()) lights[*over] = Light::Chosen;
  scene_.setLights(std::move(lights));
  showDraft(point, over && why.isEmpty());
  hint_.hold(why, pixel);
}

void WireDrawing::drop(QPointF point, QPoint pixel) {
  const std::optional<NodeId> over = scene_.nodeAt(point);
  if (!over) {
    emit createRequested(pixel, from_);
  } else if (const QString why = refusal(*over); !why.isEmpty()) {
    hint_.say(why, pixel);
  } else {
    connectTo(*over);
  }
}

// --- Keys ----------------------------------------------------------------------------------------

bool WireDrawing::aim(NodeId from) {
  from_ = {from, scene_.node(from)->geometry().out ? Port::Out : Port::In};
  aims_.clear();
  for (const NodeId id : walk_.inReadingOrder()) {
    if (refusal(id).isEmpty()) aims_.push_back(id);
  }
  if (aims_.empty()) {
    hint_.say(tr("There is nothing that %1 can be connected with.").arg(walk_.nameOf(from)));
    return false;
  }
  // A loop comes last; among the others the one that follows in reading order comes first.
  std::ranges::stable_partition(aims_, [&](NodeId id) {
    return id != from && walk_.middleOf(id).x() > walk_.middleOf(from).x();
  });
  std::ranges::stable_partition(aims_, [&](NodeId id) { return id != from; });
  chooseAim(0);
  return true;
}

void WireDrawing::chooseAim(std::size_t index) {
  aimed_ = index;
  const NodeId to = aims_[aimed_];
  std::map<NodeId, Light> lights;
  for (const auto& [id, node] : document_.project().network.nodes) lights[id] = Light::Illegal;
  lights[from_.node] = Light::None;
  for (const NodeId id : aims_) lights[id] = Light::Legal;
  lights[to] = Light::Chosen;
  scene_.setLights(std::move(lights));
  showDraft(walk_.middleOf(to), true);
  const QRectF card = scene_.node(to)->card();
  view_.reveal(card);
  const auto [first, last] = endsWith(to);
  hint_.hold(tr("%1 → %2: Enter connects, Tab or arrows choose another, Esc leaves.")
                 .arg(walk_.nameOf(first), walk_.nameOf(last)),
             view_.mapFromScene(card.bottomLeft()));
}

void WireDrawing::aimNext(int steps) {
  const std::size_t n = aims_.size();
  chooseAim((aimed_ + (steps > 0 ? 1 : n - 1)) % n);
}

void WireDrawing::aimTowards(int arrow) {
  const auto next = walk_.nearest(aims_[aimed_], arrow, aims_);
  if (!next) return;
  chooseAim(static_cast<std::size_t>(std::ranges::find(aims_, *next) - aims_.begin()));
}

void WireDrawing::connectAimed() { connectTo(aims_[aimed_]); }

}  // namespace vle::ui
