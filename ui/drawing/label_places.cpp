// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/label_places.h"

#include <algorithm>
#include <cmath>

namespace vle::ui {

namespace {

constexpr double kHeight = 16;
constexpr double kLevel = 40;     // px of height within which a label stands beside its wire
constexpr double kHeadRoom = 18;  // px of an arrow head
constexpr double kColumn = 96;    // px

int columnOf(double x) { return static_cast<int>(std::clamp(std::floor(x / kColumn), -1e8, 1e8)); }

// Moves a box up (side −1) or down (+1) until it is clear of the wire below or above it.
QRectF beside(const Wire& wire, QRectF box, double side) {
  constexpr int kSamples = 48;
  const double gap = 6 + std::min(4.0, std::abs(wire.end.y() - wire.start.y()) / 6);
  double edge = box.center().y();
  for (int k = 0; k <= kSamples; ++k) {
    const QPointF point = wire.at(static_cast<double>(k) / kSamples);
    if (point.x() < box.left() || point.x() > box.right()) continue;
    edge = side < 0 ? std::min(edge, point.y()) : std::max(edge, point.y());
  }
  box.moveCenter({box.center().x(), edge + side * (kHeight / 2 + gap)});
  return box;
}

}  // namespace

void LabelPlaces::take(const QRectF& rectangle) {
  for (int column = columnOf(rectangle.left()); column <= columnOf(rectangle.right()); ++column) {
    taken_[column].push_back(rectangle);
  }
}

void LabelPlaces::place(Wire& wire, double width, double side) {
  const QSizeF size(width + 6, kHeight);
  const bool is_level = std::abs(wire.end.y() - wire.start.y()) < kLevel;
  // Back from the arrow head, which needs its room.
  const double length = std::abs(wire.end.x() - wire.start.x());
  const double middle = 0.5 - std::min(0.12, kHeadRoom / 2 / std::max(length, 1.0));
  const auto box_at = [&](double t, double shift) {
    const QPointF at = wire.at(t) + QPointF(0, shift);
    return QRectF(at - QPointF(size.width() / 2, size.height() / 2), size);
  };
  struct Try {
    QRectF box;
    bool on_wire;
  };
  std::vector<Try> tries;
  if (is_level) {
    tries.push_back({beside(wire, box_at(middle, 0), side), false});
    tries.push_back({beside(wire, box_at(middle, 0), -side), false});
  }
  for (const double t : {middle, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8}) {
    tries.push_back({box_at(t, 0), true});
  }
  tries.push_back({box_at(middle, 2 * side * kHeight), true});
  const auto free = std::ranges::find_if(tries, [this](const Try& one) { return isFree(one.box); });
  const Try& best = free == tries.end() ? tries.front() : *free;
  wire.label = best.box;
  wire.label_on_wire = best.on_wire;
  // Among very many wires a label without room would only cover others.
  if (free == tries.end() && is_crowded_) wire.label = {};
  if (!wire.label.isEmpty()) take(wire.label);
}

bool LabelPlaces::isFree(const QRectF& rectangle) const {
  for (int column = columnOf(rectangle.left()); column <= columnOf(rectangle.right()); ++column) {
    const auto found = taken_.find(column);
    if (found == taken_.end()) continue;
    const auto meets = [&](const QRectF& other) { return rectangle.intersects(other); };
    if (std::ranges::any_of(found->second, meets)) return false;
  }
  return true;
}

}  // namespace vle::ui
