// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The gestures of the canvas: what mouse and keys mean just now. Selects, moves, spans a rubber
// band; lets wire_drawing draw wires and canvas_walk go from node to node. Listens to the events of
// a view and edits by Document::push, one undo step per gesture. Acts without a gesture are in
// canvas_commands.h. GUI thread.
#pragma once

#include <map>
#include <optional>

#include <QObject>
#include <QRubberBand>

#include "document/document.h"
#include "editor/canvas_hint.h"
#include "editor/canvas_walk.h"
#include "editor/graph_scene.h"
#include "editor/graph_view.h"
#include "editor/wire_drawing.h"

class QKeyEvent;
class QMouseEvent;

namespace vle::ui {

class CanvasEditor : public QObject {
  Q_OBJECT

 public:
  /// What the person is in the middle of.
  enum class Gesture {
    None,
    Press,  ///< the button is down and nothing has moved yet
    Move,   ///< cards follow the mouse
    Band,   ///< a rubber band
    Draw,   ///< a wire follows the mouse
    Aim     ///< a wire goes to the card the keys choose
  };

  /// @param document, scene, view, theme  must outlive the editor
  CanvasEditor(Document& document, GraphScene& scene, GraphView& view, const Theme& theme,
               QObject* parent = nullptr);

  [[nodiscard]] Gesture gesture() const { return gesture_; }
  /// Ends the gesture and takes back what it did so far.
  void cancel();
  /// Starts a wire from the current node, to be aimed with the keys.
  void aim();
  /// Where something without a place of its own goes: the mouse if it is over the canvas, else the
  /// middle of the view; scene coordinates.
  [[nodiscard]] QPointF place() const;
  /// Sentences on the canvas.
  [[nodiscard]] CanvasHint& hint() { return *hint_; }

 signals:
  /// Something is to be made here. @param from  of the wire that ends here
  void createRequested(QPoint at, std::optional<vle::ui::PortHit> from);
  void renameRequested();
  /// What is at a point of the scene is dragged out of the canvas, to be watched.
  void watchDragged(QPointF point);
  /// The person wants to see and set what is selected.
  void inspectRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void press(const QMouseEvent& event);
  void move(const QMouseEvent& event);
  void release(const QMouseEvent& event);
  void doubleClick(const QMouseEvent& event);
  bool key(const QKeyEvent& event);
  bool keyWhileAiming(const QKeyEvent& event);

  void click(const QMouseEvent& event);
  void startMove();
  void moveTo(QPointF point, bool snaps);
  void showBand(const QMouseEvent& event);
  void nudge(QPointF steps, bool is_repeat);
  [[nodiscard]] std::optional<SynapseRef> synapseAt(QPointF point, const Selection& hit) const;

  void setGesture(Gesture gesture);
  [[nodiscard]] QString gestureKey() const { return QStringLiteral("canvas %1").arg(count_); }

  Document& document_;
  GraphScene& scene_;
  GraphView& view_;
  QRubberBand* band_;
  CanvasHint* hint_;  // belongs to the view
  CanvasWalk walk_;
  WireDrawing wires_;
  Gesture gesture_ = Gesture::None;
  int count_ = 0;  // of gestures, part of the merge key

  QPointF pressed_at_;    // scene
  QPoint pressed_pixel_;  // viewport
  std::optional<NodeId> pressed_node_;
  std::map<NodeId, QPointF> start_;  // positions before a move
  Selection band_base_;              // what a rubber band adds to
};

}  // namespace vle::ui
