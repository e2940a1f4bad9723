// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/flow_item.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include "drawing/level.h"
#include "drawing/live_lookup.h"

namespace vle::ui {

namespace {

constexpr double kBeadGap = 20;     // px of the screen
constexpr double kDrift = 40;       // px of the screen a second
constexpr double kLeastBead = 1.5;  // px of the canvas
constexpr double kLargestBead = 5;
constexpr double kLeastBud = 3;
constexpr double kLargestBud = 12;
constexpr double kNeedleRadius = 11;
constexpr double kLeastOpacity = 0.15;
constexpr double kNothing = 1e-9;        // of what is largest: no bead, no bud
constexpr std::size_t kMostWires = 200;  // in sight; of more nothing is told apart

double sized(double least, double most, double share) {
  return least + (most - least) * std::sqrt(std::clamp(share, 0.0, 1.0));
}

/// In steps that can be seen, so that what hardly changes is not painted again.
double stepped(double size) { return std::round(8 * size) / 8; }

}  // namespace

FlowItem::FlowItem(const Lab& lab, const Theme& theme, const SlowMotion& motion, const Nodes& nodes,
                   const Projections& projections)
    : lab_(lab), theme_(theme), motion_(motion), nodes_(nodes), projections_(projections) {
  setZValue(1);
  setAcceptedMouseButtons(Qt::NoButton);
}

void FlowItem::setContent(const QRectF& content) {
  if (content == content_) return;
  prepareGeometryChange();
  content_ = content;
}

std::optional<double> FlowItem::rate(std::size_t slot) const {
  const auto& phases = lab_.live().phases();
  if (phases && phase_) {
    return static_cast<double>(phases->near(*phase_, PhaseLayout::rate(slot)));
  }
  const auto& rates = lab_.live().rates();
  return slot < rates.size() ? std::optional(static_cast<double>(rates[slot].value)) : std::nullopt;
}

std::optional<double> FlowItem::error(std::size_t slot) const {
  const auto& phases = lab_.live().phases();
  if (phases && phase_) {
    const PhaseLayout layout(*lab_.live().network());
    return static_cast<double>(phases->near(*phase_, layout.error(slot)));
  }
  const auto& errors = lab_.live().errors();
  return slot < errors.size() ? std::optional(static_cast<double>(errors[slot].value))
                              : std::nullopt;
}

double FlowItem::loss() const {
  const bool is_there = lab_.shown() < lab_.variants().size();
  return is_there ? lab_.variants()[lab_.shown()].loss : std::numeric_limits<double>::quiet_NaN();
}

void FlowItem::refresh() {
  const Tempo::Time now = Tempo::now();
  const std::chrono::duration<double> passed = now - last_;
  last_ = now;
  const bool moves = motion_.isMoving();
  if (moves) drift_ = std::fmod(drift_ + kDrift * std::min(passed.count(), 0.25), kBeadGap);
  Flow now_seen = look();
  const bool is_same = now_seen == flow_;
  flow_ = std::move(now_seen);
  if (!is_same || (moves && !flow_.beads.empty())) update();
}

Flow FlowItem::look() {
  const double t = lab_.control().status().t;
  if (t < t_) largest_loss_ = 0;
  t_ = t;
  phase_ = motion_.phase();
  Flow flow;
  const auto& network = lab_.live().network();
  if (network == nullptr || t <= 0) return flow;
  if (const double now = loss(); std::isfinite(now)) largest_loss_ = std::max(largest_loss_, now);
  std::vector<const ProjectionItem*> seen;
  for (const auto& [id, wire] : projections_) {
    const bool is_seen = wire->isVisible() && !wire->isPale() && !wire->marks().is_faded &&
                         !wire->marks().is_left_out && wire->extent().intersects(sight_.part);
    if (is_seen) seen.push_back(wire);
  }
  if (seen.size() <= kMostWires) {
    for (const ProjectionItem* wire : seen) {
      const ProjectionPlan* plan = network->projection(wire->id());
      if (plan == nullptr) continue;
      addBeads(*wire, *plan, flow);
      addBuds(*wire, *plan, flow);
      addNeedle(*wire, *plan, flow);
    }
  }
  if (phase_) {
    for (const auto& [id, node] : nodes_) {
      if (node->card().intersects(sight_.part)) addDots(*node, flow);
    }
  }
  return flow;
}

void FlowItem::addBeads(const ProjectionItem& wire, const ProjectionPlan& plan, Flow& flow) const {
  const auto along = [&](bool is_backward, Slots range, double largest, const auto& value) {
    double sum = 0;
    double one = 0;
    for (std::size_t k = range.begin; k < range.end(); ++k) {
      const std::optional<double> now = value(k);
      if (!now || !std::isfinite(*now)) return;
      one = *now;
      sum += *now * *now;
    }
    if (range.size == 0) return;
    const double size = std::sqrt(sum / static_cast<double>(range.size));
    if (!(size > kNothing * std::max(largest, kNothing))) return;
    const double unit = unitOf(largest);
    flow.beads.push_back({plan.id, is_backward, range.size > 1 || one >= 0,
                          stepped(sized(kLeastBead, kLargestBead, size / unit))});
  };
  const NodeItem* from = wire.from();
  const NodeItem* to = wire.to();
  along(false, plan.pre, from->heldRate(), [this](std::size_t k) { return rate(k); });
  if (!wire.isTwoWay()) return;
  along(true, plan.post, to->heldError(), [this](std::size_t k) { return error(k); });
}

/// Learning off: nothing meets anything.
void FlowItem::addBuds(const ProjectionItem& wire, const ProjectionPlan& plan, Flow& flow) const {
  if (plan.learn == 0 || !lab_.control().isLearning() || sight_.zoom < kTextZoom) return;
  const NodeItem& to = *wire.to();
  const NodeGeometry& geometry = to.geometry();
  const bool is_single = geometry.pairs.size() == 1;
  const bool is_chosen = chosen_ && chosen_->node == to.id() && sight_.zoom > kSynapseZoom &&
                         chosen_->index < geometry.pairs.size();
  if ((!is_single && !is_chosen) || !showsPairs(geometry, sight_.zoom) || geometry.half_side <= 0) {
    return;
  }
  const std::size_t i = is_chosen ? chosen_->index : 0;
  if (i >= plan.post.size) return;
  const std::optional<double> e = error(plan.post.begin + i);
  if (!e) return;
  double sum = 0;
  double one = 0;
  double held = 0;
  for (std::size_t k = plan.pre.begin; k < plan.pre.end(); ++k) {
    const std::optional<double> r = rate(k);
    if (!r) return;
    one = *e * *r;
    sum += one * one;
    held = std::max(std::abs(*r), held);
  }
  const double product = std::sqrt(sum / static_cast<double>(plan.pre.size));
  const double largest = to.heldError() * std::max(wire.from()->heldRate(), held);
  if (!(product > kNothing * largest) || !(largest > 0)) return;
  const PairPlace& pair = geometry.pairs[i];
  const QPointF circle = to.mapToScene(pair.signal);
  const QPointF square = to.mapToScene(pair.error);
  flow.buds.push_back({plan.id, square + QPointF(-geometry.half_side, geometry.half_side * 0.6),
                       circle + QPointF(0, geometry.radius * 2.1), wire.strands().front().wire.end,
                       stepped(sized(kLeastBud, kLargestBud, product / largest)),
                       plan.pre.size > 1 || (one > 0) == (plan.learn > 0)});
}

void FlowItem::addNeedle(const ProjectionItem& wire, const ProjectionPlan& plan, Flow& flow) const {
  if (credit_ == nullptr || plan.learn == 0 || sight_.zoom < kTextZoom) return;
  const ProjectionView* view = credit_->projection(plan.id);
  if (view == nullptr || view->is_below_noise) return;
  const double angle = view->averaged.angle();
  const QRectF& label = wire.strands().front().wire.label;
  if (!std::isfinite(angle) || label.isEmpty()) return;
  const double now = loss();
  const double share = largest_loss_ > 0 && std::isfinite(now) ? now / largest_loss_ : 1;
  flow.needles.push_back({plan.id, QPointF(label.center().x(), label.top() - kNeedleRadius - 3),
                          std::round(angle),
                          stepped(std::clamp(std::sqrt(share), kLeastOpacity, 1.0))});
}

void FlowItem::addDots(const NodeItem& node, Flow& flow) const {
  const NodeGeometry& geometry = node.geometry();
  if (!showsWaves(geometry, sight_.zoom) || !showsPairs(geometry, sight_.zoom)) return;
  const auto add = [&](const std::vector<NeuronWave>& waves, bool is_error) {
    for (std::size_t k = 0; k < waves.size() && k < geometry.pairs.size(); ++k) {
      const QPolygonF& wave = waves[k].seen;
      if (wave.isEmpty()) continue;
      // The point of the curve at the phase, between its two neighbours.
      const auto after = std::ranges::upper_bound(wave, *phase_, {}, &QPointF::x);
      const QPointF b = after == wave.end() ? wave.last() : *after;
      const QPointF a = after == wave.begin() ? b : *std::prev(after);
      const double share =
          b.x() > a.x() ? std::clamp((*phase_ - a.x()) / (b.x() - a.x()), 0.0, 1.0) : 0;
      const PairPlace& pair = geometry.pairs[k];
      flow.dots.push_back({node.mapToScene(porthole(is_error ? pair.error : pair.signal,
                                                    is_error ? geometry.half_side : geometry.radius,
                                                    a + share * (b - a))),
                           is_error});
    }
  };
  add(node.look().rate_waves, false);
  if (geometry.half_side > 0) add(node.look().error_waves, true);
}

void FlowItem::paintBeads(QPainter& painter, double zoom) const {
  const double scale = std::max(1.0, 0.7 / zoom);  // from afar they do not vanish
  for (const Beads& beads : flow_.beads) {
    const auto found = projections_.find(beads.projection);
    if (found == projections_.end() || found->second->drawsSynapses(zoom)) continue;
    const ProjectionItem& wire = *found->second;
    const std::size_t strand = beads.is_backward ? 1 : 0;
    if (strand >= wire.curves().size()) continue;
    const StrandCurve& curve = wire.curves()[strand];
    const QColor hue = beads.is_backward ? theme_.error : theme_.signal;
    const double radius = beads.radius * scale;
    painter.setPen(QPen(beads.is_positive ? theme_.panel : hue, beads.is_positive ? 1.2 : 1.6));
    painter.setBrush(beads.is_positive ? hue : theme_.panel);
    const double gap = kBeadGap / zoom;
    std::size_t part = 1;
    for (double at = drift_ / zoom; at < curve.lengths.back() - 4; at += gap) {
      while (part + 1 < curve.lengths.size() && curve.lengths[part] < at) ++part;
      const double length = curve.lengths[part] - curve.lengths[part - 1];
      const double share = length > 0 ? (at - curve.lengths[part - 1]) / length : 0;
      const QPointF point =
          curve.points[part - 1] + share * (curve.points[part] - curve.points[part - 1]);
      if (!sight_.part.adjusted(-9, -9, 9, 9).contains(point)) continue;
      painter.drawEllipse(point, radius, radius);
    }
  }
}

void FlowItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  const double zoom =
      QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
  paintBeads(*painter, zoom);
  for (const Bud& bud : flow_.buds) {
    QPainterPath hook(bud.from);
    hook.cubicTo(QPointF(bud.from.x() - 6, bud.round.y()), QPointF(bud.at.x(), bud.round.y()),
                 bud.at + QPointF(0, bud.radius));
    QPen dotted(theme_.error, 1.3, Qt::CustomDashLine, Qt::RoundCap);
    dotted.setDashPattern({0.1, 2.4});
    painter->setPen(dotted);
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(hook);
    painter->setPen(QPen(bud.grows ? theme_.panel : theme_.error, bud.grows ? 1.2 : 2));
    painter->setBrush(bud.grows ? theme_.error : theme_.panel);
    painter->drawEllipse(bud.at, bud.radius, bud.radius);
  }
  for (const PhaseDot& dot : flow_.dots) {
    painter->setPen(QPen(theme_.panel, 0.8));
    painter->setBrush(dot.is_error ? theme_.error : theme_.signal);
    painter->drawEllipse(dot.at, 3, 3);
  }
  for (const Needle& needle : flow_.needles) {
    painter->save();
    painter->setOpacity(needle.opacity);
    painter->translate(needle.at);
    painter->setPen(QPen(theme_.dim, 1.2));
    painter->setBrush(theme_.panel);
    painter->drawEllipse(QPointF(), kNeedleRadius, kNeedleRadius);
    painter->rotate(needle.angle);
    const QColor color = needle.angle > 90 ? theme_.problem : theme_.text;
    painter->setPen(QPen(color, 2, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter->drawLine(QPointF(0, 7), QPointF(0, -4));
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawPolygon(QPolygonF({QPointF(0, -8), QPointF(4, -2), QPointF(-4, -2)}));
    painter->restore();
  }
}

}  // namespace vle::ui
