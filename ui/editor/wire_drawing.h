// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A wire while it is drawn: pulled from a port with the mouse, or aimed at a card with the keys.
// Lights the cards it may go to, says why not, and connects at the end. Told by canvas_editor what
// mouse and keys do. GUI thread.
#pragma once

#include <map>
#include <vector>

#include <QGraphicsPathItem>

#include "editor/canvas_walk.h"
#include "model/building.h"

namespace vle::ui {

class WireDrawing : public QObject {
  Q_OBJECT

 public:
  /// All must outlive the drawing.
  WireDrawing(Document& document, GraphScene& scene, GraphView& view, CanvasHint& hint,
              const CanvasWalk& walk, const Theme& theme);

  /// Begins at a port; the wire follows the mouse.
  void pull(PortHit from);
  void pullTo(QPointF point, QPoint pixel);
  /// Connects with what is under the mouse, or asks what to make there.
  void drop(QPointF point, QPoint pixel);
  [[nodiscard]] NodeId start() const { return from_.node; }

  /// Begins at a node, aimed with the keys at the likeliest card.
  /// @returns whether there is anything to aim at; says why not
  bool aim(NodeId from);
  /// Another card: the one behind, or the one where an arrow points.
  void aimNext(int steps);
  void aimTowards(int arrow);
  void connectAimed();

  /// Takes the draft away.
  void stop();

 signals:
  /// The wire was let go where nothing is.
  void createRequested(QPoint at, std::optional<vle::ui::PortHit> from);

 private:
  /// Of a wire.
  struct Ends {
    NodeId from{}, to{};
  };

  [[nodiscard]] Ends endsWith(NodeId other) const;
  [[nodiscard]] QString refusal(NodeId other) const;
  [[nodiscard]] QPointF port() const;
  void connectTo(NodeId other);
  void showDraft(QPointF end, bool is_legal);
  void chooseAim(std::size_t index);

  Document& document_;
  GraphScene& scene_;
  GraphView& view_;
  CanvasHint& hint_;
  const CanvasWalk& walk_;
  const Theme& theme_;
  QGraphicsPathItem* draft_;  // belongs to the scene
  PortHit from_;
  std::map<NodeId, Light> lights_;  // of the cards, without the one under the mouse
  std::vector<NodeId> aims_;        // where an aimed wire may go
  std::size_t aimed_ = 0;
};

}  // namespace vle::ui
