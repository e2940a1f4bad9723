// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/synapse_paint.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QLineF>
#include <QPainter>
#include <QPolygonF>

#include "drawing/level.h"

namespace vle::ui {

namespace {

constexpr std::size_t kDashed = 100;  // synapses; more B are drawn as solid lines
constexpr std::size_t kFineParts = 20;
constexpr std::size_t kCoarseParts = 5;
constexpr double kThinnest = 0.6;  // px
constexpr double kThickest = 4.5;
constexpr double kArrowRoom = 14;  // px of the screen between lanes, for arrow heads
constexpr double kAlone = 0.1;     // share of itself that a synapse keeps beside a chosen neuron

/// Where along the base the curve is sampled, and how far each end's shift is felt there.
struct BasePoint {
  QPointF base;
  double from = 0, to = 0;
};

std::vector<BasePoint> samplesOf(const Wire& base, std::size_t parts) {
  std::vector<BasePoint> samples;
  for (std::size_t k = 0; k <= parts; ++k) {
    const double t = static_cast<double>(k) / static_cast<double>(parts);
    const double to = t * t * (3 - 2 * t);  // the weights of the cubic's last two points
    samples.push_back({base.at(t), 1 - to, to});
  }
  return samples;
}

/// W and B of the same synapse run side by side.
double laneOffset(const SynapseBundle& bundle, bool is_B) {
  if (!bundle.has_B) return 0;
  return (is_B ? 1 : -1) * std::min(bundle.step / 6, 8.0);
}

class SynapsePainter {
 public:
  SynapsePainter(QPainter& painter, const SynapseBundle& bundle,
                 const std::vector<SynapseEnds>& ends, const ChosenNeuron& chosen,
                 const Theme& theme, double zoom, bool only_chosen, bool is_coarse)
      : painter_(painter),
        bundle_(bundle),
        ends_(ends),
        chosen_(chosen),
        theme_(theme),
        zoom_(zoom),
        only_chosen_(only_chosen),
        is_many_(is_coarse && !only_chosen),
        view_(painter.worldTransform().inverted().mapRect(QRectF(painter.viewport()))),
        samples_(samplesOf(bundle.base, is_many_ ? kCoarseParts : kFineParts)) {}

  void paint(const std::vector<std::int8_t>& levels, bool is_B) {
    if (levels.size() != ends_.size()) return;
    const bool was_smooth = painter_.testRenderHint(QPainter::Antialiasing);
    painter_.setRenderHint(QPainter::Antialiasing, !is_many_);
    painter_.setBrush(Qt::NoBrush);
    // Two rounds: those that step back, then the chosen neuron's.
    for (const bool in_front : {false, true}) {
      if (!in_front && only_chosen_) continue;
      if (in_front && chosen_.isNone()) continue;
      sort(levels, in_front);
      if (in_front && chosen_.is_pair) underline(is_B);
      for (int level = 0; level <= kLevels; ++level) {
        for (const bool negative : {true, false}) {
          draw(groups_[groupOf(level, negative)], level, negative, is_B, in_front);
        }
      }
    }
    painter_.setRenderHint(QPainter::Antialiasing, was_smooth);
  }

 private:
  static constexpr std::size_t groupOf(int level, bool negative) {
    return 2 * static_cast<std::size_t>(level) + (negative ? 0 : 1);
  }

  /// The ground of a single chosen synapse, so that a weak one is found too.
  void underline(bool is_B) {
    QColor color = theme_.accent;
    color.setAlphaF(0.45F);
    painter_.setPen(QPen(color, 5 + 3 / zoom_, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    QPolygonF curve(static_cast<int>(samples_.size()));
    for (const auto& group : groups_) {
      for (const std::size_t k : group) {
        if (trace(k, is_B, curve)) painter_.drawPolyline(curve);
      }
    }
  }

  void sort(const std::vector<std::int8_t>& levels, bool in_front) {
    for (auto& group : groups_) group.clear();
    for (std::size_t k = 0; k < levels.size(); ++k) {
      if (levels[k] == kNotDrawn) continue;
      if (!chosen_.isNone() && chosen_.touches(ends_[k]) != in_front) continue;
      const int size = std::abs(int{levels[k]});
      groups_[groupOf(size, levels[k] < 0)].push_back(k);
    }
  }

  [[nodiscard]] double widthOf(int level) const {
    const double room = std::max(0.9 * bundle_.step / (bundle_.has_B ? 3 : 1), kThinnest / zoom_);
    const double share = static_cast<double>(level) / kLevels;
    return std::min(kThinnest + (kThickest - kThinnest) * share, room);
  }

  void draw(const std::vector<std::size_t>& group, int level, bool is_negative, bool is_B,
            bool in_front) {
    if (group.empty()) return;
    const QColor hue = bundle_.is_pale ? theme_.target
                       : is_negative   ? theme_.negative
                       : is_B          ? theme_.feedback
                                       : theme_.signal;
    const bool steps_back = !chosen_.isNone() && !in_front && chosen_.is_alone;
    const double share = 0.14 + 0.86 * level / kLevels;
    const QColor color = mixed(theme_.panel, hue, steps_back ? kAlone * share : share);
    QPen pen(color, widthOf(level), Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    if (is_B && ends_.size() <= kDashed) pen.setDashPattern({3.6, 2.2});
    if (is_many_) pen.setWidthF(0);  // many times faster; strength shows by the colour alone
    painter_.setPen(pen);
    lines_.clear();
    QPolygonF curve(static_cast<int>(samples_.size()));
    for (const std::size_t k : group) {
      if (!trace(k, is_B, curve)) continue;
      if (is_many_) {
        for (int n = 1; n < curve.size(); ++n) lines_.emplace_back(curve[n - 1], curve[n]);
      } else {
        painter_.drawPolyline(curve);
      }
    }
    if (is_many_) painter_.drawLines(lines_.data(), static_cast<int>(lines_.size()));
    if (bundle_.step * zoom_ < kArrowRoom || is_many_) return;
    painter_.setPen(QPen(color, 1.2));
    painter_.setBrush(is_negative ? theme_.panel : color);
    for (const std::size_t k : group) {
      if (trace(k, is_B, curve)) head(curve, is_B, pen.widthF());
    }
    painter_.setBrush(Qt::NoBrush);
  }

  /// @returns whether anything of it is in view
  bool trace(std::size_t k, bool is_B, QPolygonF& curve) const {
    const double aside = laneOffset(bundle_, is_B);
    const double from = bundle_.from_lanes[ends_[k].from] + aside;
    const double to = bundle_.to_lanes[ends_[k].to] + aside;
    double left = 1e300, right = -1e300, top = 1e300, bottom = -1e300;
    for (std::size_t n = 0; n < samples_.size(); ++n) {
      const BasePoint& sample = samples_[n];
      const QPointF point(sample.base.x(), sample.base.y() + sample.from * from + sample.to * to);
      curve[static_cast<int>(n)] = point;
      left = std::min(left, point.x());
      right = std::max(right, point.x());
      top = std::min(top, point.y());
      bottom = std::max(bottom, point.y());
    }
    return left <= view_.right() && right >= view_.left() && top <= view_.bottom() &&
           bottom >= view_.top();
  }

  /// At the upper neuron for W, at the lower one for B.
  void head(const QPolygonF& curve, bool is_B, double width) {
    const QPointF tip = is_B ? curve.first() : curve.last();
    const QPointF before = is_B ? curve[1] : curve[curve.size() - 2];
    QPointF back = before - tip;
    back /= std::max(std::hypot(back.x(), back.y()), 1e-9);
    const QPointF across(-back.y(), back.x());
    const double length = 5 + width;
    painter_.drawPolygon(QPolygonF(
        {tip, tip + (back + across * 0.45) * length, tip + (back - across * 0.45) * length}));
  }

  QPainter& painter_;
  const SynapseBundle& bundle_;
  const std::vector<SynapseEnds>& ends_;
  const ChosenNeuron& chosen_;
  const Theme& theme_;
  double zoom_;
  bool only_chosen_;
  bool is_many_;
  QRectF view_;
  std::vector<BasePoint> samples_;
  std::array<std::vector<std::size_t>, 2 * (std::size_t{kLevels} + 1)>
      groups_;  // by level and sign
  std::vector<QLineF> lines_;
};

std::vector<double> lanesOf(const NodeGeometry& geometry, std::int64_t count, double middle) {
  std::vector<double> lanes;
  lanes.reserve(static_cast<std::size_t>(count));
  for (std::int64_t k = 0; k < count; ++k) {
    lanes.push_back(synapseLane(geometry, k, count) - middle);
  }
  return lanes;
}

}  // namespace

SynapseBundle synapseBundle(const Route& route, const QRectF& from_card, const NodeGeometry& from,
                            std::int64_t from_size, const QRectF& to_card, const NodeGeometry& to,
                            std::int64_t to_size) {
  SynapseBundle bundle;
  const double from_middle = laneHeight(from.card, 0, 1);
  const double to_middle = laneHeight(to.card, 0, 1);
  const Wire& way = route.first;
  Wire& base = bundle.base;
  base.start = {from_card.right(), from_card.top() + from_middle};
  base.end = {to_card.left(), to_card.top() + to_middle};
  if (from_card == to_card) {  // a loop: over the card
    const QPointF up(56, -1.4 * from_card.height());
    base.control_1 = base.start + up;
    base.control_2 = base.end + QPointF(-up.x(), up.y());
  } else {
    base.control_1 = base.start + (way.control_1 - way.start);
    base.control_2 = base.end + (way.control_2 - way.end);
  }
  bundle.from_lanes = lanesOf(from, from_size, from_middle);
  bundle.to_lanes = lanesOf(to, to_size, to_middle);
  bundle.step = std::min(laneStep(from, from_size), laneStep(to, to_size));
  bundle.has_B = route.second.has_value();
  return bundle;
}

std::vector<std::int8_t> synapseLevels(std::span<const float> weights, std::size_t allowance) {
  float largest = 0;
  for (const float weight : weights) {
    if (std::isfinite(weight)) largest = std::max(largest, std::abs(weight));
  }
  std::vector<std::int8_t> levels(weights.size());
  if (largest == 0) largest = 1;
  const double scale = std::exp2(std::ceil(4 * std::log2(static_cast<double>(largest))) / 4);
  std::array<std::size_t, kLevels + 1> counts{};
  for (std::size_t k = 0; k < weights.size(); ++k) {
    levels[k] = static_cast<std::int8_t>(levelOf(static_cast<double>(weights[k]), scale));
    ++counts[static_cast<std::size_t>(std::abs(int{levels[k]}))];
  }
  if (weights.size() <= allowance) return levels;
  // All levels above the cut, and of that at the cut as many as are still allowed.
  int cut = kLevels;
  std::size_t left = allowance;
  while (counts[static_cast<std::size_t>(cut)] <= left) {
    left -= counts[static_cast<std::size_t>(cut--)];
  }
  for (std::int8_t& level : levels) {
    const int size = std::abs(int{level});
    if (size > cut || (size == cut && left > 0 && left-- > 0)) continue;
    level = kNotDrawn;
  }
  return levels;
}

QRectF boundsOf(const SynapseBundle& bundle) {
  const auto [from_low, from_high] = std::ranges::minmax(bundle.from_lanes);
  const auto [to_low, to_high] = std::ranges::minmax(bundle.to_lanes);
  const QRectF base = bundle.base.path().boundingRect();
  return base.adjusted(-kThickest, std::min(from_low, to_low) - 2 * kThickest, kThickest,
                       std::max(from_high, to_high) + 2 * kThickest);
}

std::optional<std::size_t> synapseAt(const SynapseBundle& bundle,
                                     const std::vector<SynapseEnds>& ends, QPointF point,
                                     double grip) {
  if (ends.empty() || !boundsOf(bundle).adjusted(-grip, -grip, grip, grip).contains(point))
    return {};
  const std::vector<BasePoint> samples = samplesOf(bundle.base, kFineParts);
  std::optional<std::size_t> nearest;
  double least = grip * grip;
  for (const bool is_B : {false, true}) {
    if (is_B && !bundle.has_B) break;
    const double aside = laneOffset(bundle, is_B);
    for (std::size_t k = 0; k < ends.size(); ++k) {
      const double from = bundle.from_lanes[ends[k].from] + aside;
      const double to = bundle.to_lanes[ends[k].to] + aside;
      for (std::size_t n = 1; n < samples.size(); ++n) {
        const auto at = [&](const BasePoint& sample) {
          return QPointF(sample.base.x(), sample.base.y() + sample.from * from + sample.to * to);
        };
        const QPointF a = at(samples[n - 1]);
        const QPointF along = at(samples[n]) - a;
        const double length = std::max(QPointF::dotProduct(along, along), 1e-12);
        const double t = std::clamp(QPointF::dotProduct(point - a, along) / length, 0.0, 1.0);
        const QPointF away = point - a - along * t;
        const double distance = QPointF::dotProduct(away, away);
        if (distance >= least) continue;
        least = distance;
        nearest = k;
      }
    }
  }
  return nearest;
}

void paintSynapses(QPainter& painter, const SynapseBundle& bundle,
                   const std::vector<SynapseEnds>& ends, const SynapseLook& look,
                   const ChosenNeuron& chosen, const Theme& theme, double zoom, bool only_chosen) {
  SynapsePainter synapses(painter, bundle, ends, chosen, theme, zoom, only_chosen, look.is_coarse);
  if (!look.B.empty()) synapses.paint(look.B, true);
  synapses.paint(look.W, false);
}

}  // namespace vle::ui
