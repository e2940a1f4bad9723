// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/edge_routes.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include <QPolygonF>

#include "drawing/canvas_text.h"
#include "drawing/label_places.h"
#include "drawing/node_geometry.h"
#include "model/auto_layout.h"
#include "model/pathways.h"

namespace vle::ui {

namespace {

constexpr double kClearance = 6;          // between a wire and a card it passes
constexpr std::size_t kMaxDodging = 100;  // cards; beyond, wires go straight and behind

enum class Side { Left, Right };
enum class Strand { First, Second };

/// One end of a wire at a card, before it has a height.
struct End {
  bool is_target = false;
  std::uint32_t edge = 0;  // id of the projection or of the target
  Strand strand = Strand::First;
  bool is_start = false;
  double other_height = 0;  // of the card at the other end
};

class Router {
 public:
  Router(const NetworkSpec& spec, const std::set<NodeId>& active)
      : spec_(spec), active_(active), labels_(spec.projections.size() > kMaxDodging) {
    for (const auto& [id, node] : spec.nodes) {
      cards_[id] = cardOf(node, !active.contains(id));
      labels_.take(cards_[id]);
    }
  }

  Routes run() {
    collect();
    attach();
    for (auto& [id, route] : routes_.projections) shapeProjection(spec_.projections.at(id), route);
    for (auto& [id, route] : routes_.targets) shapeTarget(id, *spec_.nodes.at(id).target(), route);
    for (auto& [id, route] : routes_.projections) labelProjection(spec_.projections.at(id), route);
    for (auto& [id, route] : routes_.targets) {
      labels_.place(route.first, tabularWidth(QStringLiteral("r* − r"), TextRole::Label), -1);
    }
    return std::move(routes_);
  }

 private:
  using SideKey = std::pair<NodeId, Side>;

  void add(NodeId at, Side side, NodeId other, End end) {
    end.other_height = cards_.at(other).center().y();
    ends_[{at, side}].push_back(end);
  }

  void collect() {
    for (const auto& entry : spec_.projections) {
      const ProjectionSpec& projection = entry.second;
      if (!cards_.contains(projection.from) || !cards_.contains(projection.to)) continue;
      Route& route = routes_.projections[entry.first];
      const bool sends_down = carriesErrors(spec_, projection, active_);
      if (sends_down) route.second.emplace();
      if (projection.from == projection.to) continue;
      const std::uint32_t edge = number(entry.first);
      add(projection.from, Side::Right, projection.to, {false, edge, Strand::First, true});
      add(projection.to, Side::Left, projection.from, {false, edge, Strand::First, false});
      if (!sends_down) continue;
      add(projection.from, Side::Right, projection.to, {false, edge, Strand::Second, false});
      add(projection.to, Side::Left, projection.from, {false, edge, Strand::Second, true});
    }
    for (const auto& [id, node] : spec_.nodes) {
      const TargetSpec* target = node.target();
      if (target == nullptr || !cards_.contains(target->of)) continue;
      Route& route = routes_.targets[id];
      add(id, Side::Left, target->of, {true, number(id), Strand::First, true});
      add(target->of, Side::Right, id, {true, number(id), Strand::First, false});
      const auto* follows = std::get_if<NodeId>(&target->source);
      if (follows == nullptr || !cards_.contains(*follows)) continue;
      route.second.emplace();
      add(*follows, Side::Right, id, {true, number(id), Strand::Second, true});
      add(id, Side::Left, *follows, {true, number(id), Strand::Second, false});
    }
  }

  /// Gives every end its height: sorted by where its wire goes, so that wires do not cross there.
  void attach() {
    for (auto& entry : ends_) {
      std::vector<End>& ends = entry.second;
      std::ranges::stable_sort(ends, {}, [](const End& end) {
        return std::tuple(end.other_height, end.is_target, end.edge, end.strand);
      });
      const auto [node, side] = entry.first;
      const QRectF& card = cards_.at(node);
      const double x = side == Side::Left ? card.left() : card.right();
      for (std::size_t k = 0; k < ends.size(); ++k) {
        const End& end = ends[k];
        Route& route = end.is_target ? routes_.targets.at(NodeId{end.edge})
                                     : routes_.projections.at(ProjectionId{end.edge});
        Wire& wire = end.strand == Strand::First ? route.first : *route.second;
        (end.is_start ? wire.start : wire.end) = {x, laneHeight(card, k, ends.size())};
      }
    }
  }

  /// A curve that leaves and arrives horizontally, on the way that meets the fewest cards; of equal
  /// ones the straightest. A second wire runs beside it, in the opposite direction.
  /// @param way  +1: to the right, −1: to the left
  void shape(Wire& wire, Wire* beside, NodeId from, NodeId to, double way) const {
    std::optional<Bend> best;
    int fewest = 0;
    for (const Bend& bend : bends(wire, from, to, way)) {
      lay(wire, beside, bend);
      const int met = cardsMet(wire, from, to) + (beside ? cardsMet(*beside, from, to) : 0);
      if (best && met >= fewest) continue;
      best = bend;
      fewest = met;
      if (met == 0) return;
    }
    lay(wire, beside, *best);
  }

  /// From each end of a wire to its control point.
  struct Bend {
    QPointF first, second;
  };

  [[nodiscard]] std::vector<Bend> bends(const Wire& wire, NodeId from, NodeId to,
                                        double way) const {
    std::vector<Bend> result;
    const double gap = (wire.end.x() - wire.start.x()) * way;
    if (gap >= kGrid) {
      // A steep one clears a card beside its end with a lower arch.
      for (const double bow : {0., -90., 90., -170., 170., -260., 260., -380., 380.}) {
        for (const double reach : {std::clamp(gap / 2, kGrid, 240.0), kGrid}) {
          result.push_back({QPointF(way * reach, bow), QPointF(-way * reach, bow)});
        }
      }
      return result;
    }
    // The upper end lies behind: around below both cards, or above them.
    const QRectF both = cards_.at(from).united(cards_.at(to));
    const double middle = (wire.start.y() + wire.end.y()) / 2;
    const double far = 90 + std::abs(wire.start.y() - middle) / 2;
    for (const double more : {34., 114., 214., 334.}) {
      for (const double edge : {both.bottom() + more, both.top() - more}) {
        const double height = middle + (edge - middle) / 0.75;
        result.push_back({QPointF(way * far, height - wire.start.y()),
                          QPointF(-way * far, height - wire.end.y())});
      }
    }
    return result;
  }

  static void lay(Wire& wire, Wire* beside, const Bend& bend) {
    wire.control_1 = wire.start + bend.first;
    wire.control_2 = wire.end + bend.second;
    if (beside == nullptr) return;
    beside->control_1 = beside->start + bend.second;
    beside->control_2 = beside->end + bend.first;
  }

  [[nodiscard]] int cardsMet(const Wire& wire, NodeId from, NodeId to) const {
    if (cards_.size() > kMaxDodging) return 0;
    constexpr int kSamples = 24;
    int met = 0;
    const QRectF hull = QPolygonF({wire.start, wire.control_1, wire.control_2, wire.end})
                            .boundingRect()
                            .adjusted(-kClearance, -kClearance, kClearance, kClearance);
    for (const auto& [id, card] : cards_) {
      if (id == from || id == to || !hull.intersects(card)) continue;
      const QRectF around = card.adjusted(-kClearance, -kClearance, kClearance, kClearance);
      for (int k = 1; k < kSamples; ++k) {
        if (!around.contains(wire.at(static_cast<double>(k) / kSamples))) continue;
        ++met;
        break;
      }
    }
    return met;
  }

  void shapeProjection(const ProjectionSpec& projection, Route& route) {
    if (projection.from == projection.to) {
      loop(projection.from, route);
      return;
    }
    shape(route.first, route.second ? &*route.second : nullptr, projection.from, projection.to, 1);
  }

  /// Loops stand on the card, B around W, further loops around these.
  void loop(NodeId id, Route& route) {
    const QRectF& card = cards_.at(id);
    double& level = loops_[id];
    const auto arc = [&](bool backward) {
      const double half = std::min(card.width() / 2 - 14, 34 + 16 * level);
      const double height = 52 + 40 * level;
      ++level;
      const QPointF right = QPointF(card.center().x() + half, card.top());
      const QPointF left = QPointF(card.center().x() - half, card.top());
      Wire wire{right, right + QPointF(12, -height), left + QPointF(-12, -height), left, {}};
      if (backward) {
        std::swap(wire.start, wire.end);
        std::swap(wire.control_1, wire.control_2);
      }
      return wire;
    };
    route.first = arc(false);
    if (route.second) route.second = arc(true);
  }

  void shapeTarget(NodeId id, const TargetSpec& target, Route& route) {
    shape(route.first, nullptr, id, target.of, -1);
    if (route.second) shape(*route.second, nullptr, std::get<NodeId>(target.source), id, 1);
  }

  void labelProjection(const ProjectionSpec& projection, Route& route) {
    const bool single = isSingleSynapse(spec_, projection);
    const QString value = single ? QStringLiteral(" −0.00") : QString();
    const QString name = projectionLabel(spec_, projection);
    labels_.place(route.first, tabularWidth(name + value, TextRole::Label), -1);
    if (route.second) labels_.place(*route.second, tabularWidth("B" + value, TextRole::Label), 1);
  }

  const NetworkSpec& spec_;
  const std::set<NodeId>& active_;
  std::map<NodeId, QRectF> cards_;
  std::map<SideKey, std::vector<End>> ends_;
  std::map<NodeId, double> loops_;
  LabelPlaces labels_;
  Routes routes_;
};

}  // namespace

QRectF cardOf(const NodeSpec& node, bool frozen) {
  return nodeGeometry(node, frozen).card.translated(node.x, node.y);
}

CardSizes cardSizes(const NetworkSpec& spec) {
  const std::set<NodeId> active = activeLayers(spec);
  CardSizes sizes;
  for (const auto& [id, node] : spec.nodes) {
    const QRectF card = cardOf(node, !active.contains(id));
    sizes[id] = {card.width(), card.height()};
  }
  return sizes;
}

Project withPlaces(Project project) {
  NetworkSpec& spec = project.network;
  for (const auto& [id, at] : placesForStacked(spec, cardSizes(spec))) {
    spec.nodes[id].x = at.x;
    spec.nodes[id].y = at.y;
  }
  return project;
}

bool isSingleSynapse(const NetworkSpec& spec, const ProjectionSpec& projection) {
  const NodeSpec* from = spec.find(projection.from);
  const NodeSpec* to = spec.find(projection.to);
  return from != nullptr && to != nullptr && from->size == 1 && to->size == 1;
}

QString projectionLabel(const NetworkSpec& spec, const ProjectionSpec& projection) {
  QString name = symbolText(projection.name);
  if (name.size() > 14) name = name.left(13) + QStringLiteral("…");
  if (isSingleSynapse(spec, projection)) return name;
  const NodeSpec* from = spec.find(projection.from);
  const NodeSpec* to = spec.find(projection.to);
  if (from == nullptr || to == nullptr) return name;
  return name + QStringLiteral(" %1×%2").arg(to->size).arg(from->size);
}

Routes routeAll(const NetworkSpec& spec, const std::set<NodeId>& active) {
  return Router(spec, active).run();
}

}  // namespace vle::ui
