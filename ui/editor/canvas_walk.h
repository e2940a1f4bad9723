// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Going through a network with keys: from card to card, along the wires of a card, its neurons, the
// synapses of a projection. Selects, never edits. Used by canvas_editor and wire_drawing. GUI
// thread.
#pragma once

#include <optional>
#include <vector>

#include "document/document.h"
#include "editor/canvas_hint.h"
#include "editor/graph_scene.h"
#include "editor/graph_view.h"

namespace vle::ui {

/// One of the four keys.
[[nodiscard]] bool isArrow(int key);
/// Where an arrow key points, one unit long.
[[nodiscard]] QPointF directionOf(int arrow);

class CanvasWalk {
 public:
  /// All must outlive the walk.
  CanvasWalk(const Document& document, GraphScene& scene, GraphView& view, CanvasHint& hint)
      : document_(document), scene_(scene), view_(view), hint_(hint) {}

  /// All nodes: columns from left to right, each from top to bottom.
  [[nodiscard]] std::vector<NodeId> inReadingOrder() const;
  /// The one that lies where an arrow points, seen from another.
  [[nodiscard]] std::optional<NodeId> nearest(NodeId from, int arrow,
                                              const std::vector<NodeId>& among) const;
  [[nodiscard]] QPointF middleOf(NodeId id) const { return scene_.node(id)->card().center(); }
  [[nodiscard]] QString nameOf(NodeId id) const;

  /// To the node where the arrow points.
  void go(int arrow);
  /// To the next in reading order. @param steps  +1, or −1 for the one before; so below
  void nodes(int steps);
  void wires(int steps);
  void neurons(int steps);
  void synapses(int steps);

 private:
  void standAt(NodeId id);

  const Document& document_;
  GraphScene& scene_;
  GraphView& view_;
  CanvasHint& hint_;
};

}  // namespace vle::ui
