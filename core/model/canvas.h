// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Places and sizes on the canvas, pixels at zoom 1, y downward. How large a card is drawn is known
// to the canvas only, which hands the sizes over where an action needs them. Plain values, any
// thread.
#pragma once

#include <map>

#include "model/network_spec.h"

namespace vle {

/// The upper left corner of a card.
struct Position {
  double x = 0;
  double y = 0;
  bool operator==(const Position&) const = default;
};

struct Size {
  double width = 0;
  double height = 0;
  bool operator==(const Size&) const = default;
};

struct Box {
  Position corner;  ///< upper left
  Size size;

  [[nodiscard]] double right() const { return corner.x + size.width; }
  [[nodiscard]] double bottom() const { return corner.y + size.height; }
  /// Do two cards overlap, or come nearer to one another than `gap`?
  [[nodiscard]] bool meets(const Box& other, double gap = 0) const {
    return corner.x < other.right() + gap && other.corner.x < right() + gap &&
           corner.y < other.bottom() + gap && other.corner.y < bottom() + gap;
  }
};

/// How large the cards are drawn; one that is missing counts as kUsualCard.
using CardSizes = std::map<NodeId, Size>;

inline constexpr Size kUsualCard{152, 104};

[[nodiscard]] inline Box boxOf(NodeId id, const NodeSpec& node, const CardSizes& sizes) {
  const auto size = sizes.find(id);
  return {{node.x, node.y}, size == sizes.end() ? kUsualCard : size->second};
}

/// Distance of the dots of the canvas; auto-layout and snapping place cards on them.
inline constexpr double kGridStep = 24;

}  // namespace vle
