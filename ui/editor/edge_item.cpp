// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/edge_item.h"

#include <cmath>

#include <QPainter>
#include <QPainterPathStroker>
#include <QStyleOptionGraphicsItem>

#include "badge.h"
#include "editor/canvas_text.h"
#include "editor/live_lookup.h"
#include "number_text.h"

namespace vle::ui {

namespace {

constexpr double kMinWidth = 1.5;
constexpr double kMaxWidth = 4;
constexpr double kGrip = 10;              // px, width in which a wire feels the mouse
constexpr std::size_t kMaxSamples = 256;  // of a large matrix; enough for a width

/// Strength of a bundle in a picture: 1.5 px for nothing, 4 px for very much, in steps.
double widthOf(double rms) {
  if (!std::isfinite(rms)) return kMaxWidth;
  return std::round((kMinWidth + (kMaxWidth - kMinWidth) * rms / (1 + rms)) * 8) / 8;
}

double rmsOf(std::span<const float> values) {
  const std::size_t stride = 1 + values.size() / kMaxSamples;
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t k = 0; k < values.size(); k += stride, ++count) {
    sum += static_cast<double>(values[k]) * static_cast<double>(values[k]);
  }
  return count == 0 ? 0 : std::sqrt(sum / static_cast<double>(count));
}

}  // namespace

EdgeItem::EdgeItem(const Document& document, const Lab& lab, const Theme& theme)
    : document_(document), lab_(lab), theme_(theme) {
  setZValue(-1);
}

void EdgeItem::rebuild(const Route& route, bool is_pale, bool is_dense) {
  route_ = route;
  is_pale_ = is_pale;
  is_dense_ = is_dense;
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
  stroker.setWidth(kGrip);
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
  if (marks_.is_selected) {
    for (std::size_t k = 0; k < curves_.size(); ++k) {
      paintHalo(*painter, curves_[k].line.path(), strands_[k].width, theme_, zoom);
    }
  }
  painter->setOpacity(marks_.is_faded ? kFadedOpacity : 1);
  paintStrands(*painter, strands_, curves_, theme_, zoom, is_dense_);
  if (marks_.problem && !curves_.empty()) {
    paintBadge(*painter, curves_.front().line.at(0.5), badgeRadius(zoom), *marks_.problem, theme_);
  }
  painter->setOpacity(1);
}

ProjectionItem::ProjectionItem(ProjectionId id, const Document& document, const Lab& lab,
                               const Theme& theme)
    : EdgeItem(document, lab, theme), id_(id) {}

ProjectionItem::Weights ProjectionItem::live() const {
  const LiveView& live = lab_.live();
  if (!live.network()) return {};
  const ProjectionPlan* plan = planOf(live.network()->projections, id_, plan_);
  if (plan == nullptr) return {};
  return {sliceOf(live.W(), plan->weights), sliceOf(live.B(), plan->weights)};
}

std::vector<StrandLook> ProjectionItem::look() const {
  const NetworkSpec& spec = document_.project().network;
  const ProjectionSpec* projection = spec.find(id_);
  if (projection == nullptr) return {};
  const bool single = isSingleSynapse(spec, *projection);
  const auto [W, B] = live();
  const auto weigh = [single](StrandLook& strand, std::span<const float> weights) {
    strand.width = widthOf(rmsOf(weights));
    if (!single || weights.size() != 1) return;
    strand.value = compactNumber(static_cast<double>(weights.front()));
    if (weights.front() < 0) strand.head = ArrowHead::Hollow;
  };
  StrandLook forward{.wire = route_.first,
                     .ink = is_pale_ ? Ink::Target : Ink::Signal,
                     .name = projectionLabel(spec, *projection),
                     .value = {}};
  weigh(forward, W);
  std::vector<StrandLook> strands{std::move(forward)};
  if (route_.second) {
    StrandLook backward{.wire = *route_.second,
                        .ink = Ink::Feedback,
                        .is_dashed = true,
                        .name = QStringLiteral("B"),
                        .value = {}};
    weigh(backward, B);
    strands.push_back(std::move(backward));
  }
  return strands;
}

QString ProjectionItem::toolTipText() const {
  const NetworkSpec& spec = document_.project().network;
  const ProjectionSpec* projection = spec.find(id_);
  if (projection == nullptr) return {};
  const NodeSpec* from = spec.find(projection->from);
  const NodeSpec* to = spec.find(projection->to);
  if (from == nullptr || to == nullptr) return {};
  const auto escaped = [](const std::string& name) {
    return QString::fromStdString(name).toHtmlEscaped();
  };
  QString text = QStringLiteral("<b>%1</b><br>%2 → %3, %4 × %5")
                     .arg(escaped(projection->name), escaped(from->name), escaped(to->name))
                     .arg(to->size)
                     .arg(from->size);
  const auto [W, B] = live();
  if (isSingleSynapse(spec, *projection)) {
    if (W.size() == 1)
      text += QStringLiteral("<br>W = %1").arg(numberText(static_cast<double>(W.front()), 3));
    if (B.size() == 1 && route_.second) {
      text += QStringLiteral("<br>B = %1").arg(numberText(static_cast<double>(B.front()), 3));
    }
  }
  text += QStringLiteral("<br>η = %1 / ms").arg(numberText(projection->learn));
  return text;
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
  return QObject::tr("<b>%1</b><br>error of the output %2: β (r* − r), β = %3")
      .arg(QString::fromStdString(node->name).toHtmlEscaped(),
           QString::fromStdString(layer->name).toHtmlEscaped(), numberText(target->beta));
}

}  // namespace vle::ui
