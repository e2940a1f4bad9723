// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/edge_item.h"

#include <QPainter>
#include <QPainterPathStroker>
#include <QStyleOptionGraphicsItem>

#include "drawing/badge.h"
#include "drawing/canvas_text.h"
#include "drawing/live_lookup.h"
#include "session/number_text.h"

namespace vle::ui {

EdgeItem::EdgeItem(const Document& document, const Lab& lab, const Theme& theme)
    : document_(document), lab_(lab), theme_(theme) {
  setZValue(-1);
}

void EdgeItem::rebuild(const Route& route, bool is_pale) {
  route_ = route;
  is_pale_ = is_pale;
  refresh();
}

bool EdgeItem::refresh() {
  std::vector<StrandLook> strands = look();
  if (strands == strands_) return false;
  prepareGeometryChange();
  strands_ = std::move(strands);
  curves_.clear();
  bounds_ = {};
  for (const StrandLook& strand : strands_) {
    curves_.emplace_back(strand);
    bounds_ |= boundsOf(strand, curves_.back());
  }
  update();
  return true;
}

void EdgeItem::setCoarse(bool is_coarse) {
  if (is_coarse == is_coarse_) return;
  is_coarse_ = is_coarse;
  update();
}

void EdgeItem::setMarks(const EdgeMarks& marks) {
  if (marks == marks_) return;
  if (marks.problem.has_value() != marks_.problem.has_value()) prepareGeometryChange();
  marks_ = marks;
  update();
}

QRectF EdgeItem::boundingRect() const {
  return marks_.problem ? bounds_.adjusted(-kMarkReach, -kMarkReach, kMarkReach, kMarkReach)
                        : bounds_;
}

QPainterPath EdgeItem::shape() const {
  QPainterPathStroker stroker;
  stroker.setWidth(kWireGrip);
  QPainterPath shape;
  shape.setFillRule(Qt::WindingFill);
  for (std::size_t k = 0; k < curves_.size(); ++k) {
    shape.addPath(stroker.createStroke(curves_[k].line.path()));
    shape.addRect(strands_[k].wire.label);
  }
  return shape;
}

void EdgeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  const double zoom =
      QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
  if (marks_.is_selected || marks_.is_far) {
    const QColor color = marks_.is_selected ? theme_.accent : theme_.problem;
    for (std::size_t k = 0; k < curves_.size(); ++k) {
      paintHalo(*painter, curves_[k].line.path(), strands_[k].width, color, zoom);
    }
  }
  painter->setOpacity(marks_.is_faded || marks_.is_left_out ? kFadedOpacity : 1);
  const bool has_ground = paintLines(*painter, zoom);
  paintLabels(*painter, strands_, theme_, zoom, has_ground);
  if (marks_.problem && !curves_.empty()) {
    paintBadge(*painter, curves_.front().line.at(0.5), badgeRadius(zoom), *marks_.problem, theme_);
  }
  painter->setOpacity(1);
}

bool EdgeItem::paintLines(QPainter& painter, double zoom) const {
  paintStrands(painter, strands_, curves_, theme_, zoom, is_coarse_);
  return false;
}

TargetEdgeItem::TargetEdgeItem(NodeId id, const Document& document, const Lab& lab,
                               const Theme& theme)
    : EdgeItem(document, lab, theme), id_(id) {}

std::vector<StrandLook> TargetEdgeItem::look() const {
  std::vector<StrandLook> strands{{.wire = route_.first,
                                   .ink = Ink::Target,
                                   .is_dashed = true,
                                   .name = QStringLiteral("r* − r"),
                                   .value = {}}};
  if (route_.second) {
    strands.push_back(
        {.wire = *route_.second, .ink = Ink::Target, .is_dashed = true, .name = {}, .value = {}});
  }
  return strands;
}

QString TargetEdgeItem::toolTipText() const {
  const NetworkSpec& spec = document_.project().network;
  const NodeSpec* node = spec.find(id_);
  const TargetSpec* target = node != nullptr ? node->target() : nullptr;
  const NodeSpec* layer = target != nullptr ? spec.find(target->of) : nullptr;
  if (layer == nullptr) return {};
  return QObject::tr("<b>%1</b><br>error of layer \"%2\": β (r* − r), β = %3")
      .arg(QString::fromStdString(node->name).toHtmlEscaped(),
           QString::fromStdString(layer->name).toHtmlEscaped(), numberText(target->beta));
}

}  // namespace vle::ui
