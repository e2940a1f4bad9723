// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/canvas_editor.h"

#include <algorithm>
#include <array>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>

#include "drawing/edge_routes.h"
#include "model/arranging.h"

namespace vle::ui {

namespace {

constexpr double kPortGrip = 18;   // px of the screen around the centre of a port
constexpr double kLeastPull = 18;  // px of the screen; less is a slip on a port

/// A key that goes on to the next of something.
struct WalkKey {
  int key;
  void (CanvasWalk::*go)(int steps);
  int steps;
  bool shift_reverses;
};

constexpr std::array kWalkKeys = {
    WalkKey{Qt::Key_PageDown, &CanvasWalk::nodes, 1, false},
    WalkKey{Qt::Key_PageUp, &CanvasWalk::nodes, -1, false},
    WalkKey{Qt::Key_W, &CanvasWalk::wires, 1, true},
    WalkKey{Qt::Key_N, &CanvasWalk::neurons, 1, true},
    WalkKey{Qt::Key_Y, &CanvasWalk::synapses, 1, true},
};

bool isAdding(Qt::KeyboardModifiers modifiers) {
  return (modifiers & (Qt::ShiftModifier | Qt::ControlModifier)) != Qt::NoModifier;
}

}  // namespace

CanvasEditor::CanvasEditor(Document& document, GraphScene& scene, GraphView& view,
                           const Theme& theme, QObject* parent)
    : QObject(parent),
      document_(document),
      scene_(scene),
      view_(view),
      band_(new QRubberBand(QRubberBand::Rectangle, view.viewport())),
      hint_(new CanvasHint(scene, view)),
      walk_(document, scene, view, *hint_),
      wires_(document, scene, view, *hint_, walk_, theme) {
  connect(&wires_, &WireDrawing::createRequested, this, &CanvasEditor::createRequested);
  view_.viewport()->setMouseTracking(true);
  view_.viewport()->installEventFilter(this);
  view_.installEventFilter(this);
  connect(&document_, &Document::changed, this, [this](const Change& change) {
    // An undo in the middle of a wire may take its ends away.
    const bool is_wire = gesture_ == Gesture::Draw || gesture_ == Gesture::Aim;
    if (change.reload || (is_wire && change.structure)) cancel();
  });
}

bool CanvasEditor::eventFilter(QObject* watched, QEvent* event) {
  if (watched == &view_) {
    switch (event->type()) {
      case QEvent::KeyPress:
        return key(*static_cast<QKeyEvent*>(event));
      case QEvent::ShortcutOverride:
        // In the middle of a gesture keys mean the gesture.
        if (gesture_ == Gesture::None ||
            (static_cast<QKeyEvent*>(event)->modifiers() & Qt::ControlModifier) != 0) {
          return false;
        }
        event->accept();
        return true;
      case QEvent::FocusOut:
        if (static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason) cancel();
        return false;
      default:
        return false;
    }
  }
  switch (event->type()) {
    case QEvent::MouseButtonPress: {
      const auto& mouse = *static_cast<QMouseEvent*>(event);
      if (mouse.button() != Qt::LeftButton || view_.isSpaceHeld()) {
        cancel();
        return false;
      }
      press(mouse);
      return true;
    }
    case QEvent::MouseButtonDblClick: {
      const auto& mouse = *static_cast<QMouseEvent*>(event);
      if (mouse.button() != Qt::LeftButton || view_.isSpaceHeld()) return false;
      doubleClick(mouse);
      return true;
    }
    case QEvent::MouseMove:
      if (view_.isSpaceHeld()) return false;
      move(*static_cast<QMouseEvent*>(event));
      return gesture_ != Gesture::None;
    case QEvent::MouseButtonRelease: {
      const auto& mouse = *static_cast<QMouseEvent*>(event);
      if (mouse.button() != Qt::LeftButton || gesture_ == Gesture::None) return false;
      release(mouse);
      return true;
    }
    case QEvent::Leave:
      scene_.setHovered({});
      return false;
    default:
      return false;
  }
}

void CanvasEditor::setGesture(Gesture gesture) {
  gesture_ = gesture;
  if (gesture != Gesture::None) ++count_;
  if (gesture != Gesture::Band) band_->hide();
  if (gesture == Gesture::Draw || gesture == Gesture::Aim) return;
  wires_.stop();
  hint_->leave();
}

void CanvasEditor::cancel() {
  const Gesture was = gesture_;
  setGesture(Gesture::None);
  if (was == Gesture::Band) scene_.focus().select(band_base_);
  if (was != Gesture::Move) return;
  std::map<NodeId, Position> back;
  for (const auto& [id, point] : start_) {
    if (scene_.node(id) != nullptr) back[id] = {point.x(), point.y()};
  }
  document_.push(tr("Move"), vle::moveTo(document_.project(), back), gestureKey());
}

QPointF CanvasEditor::place() const {
  const QWidget* port = view_.viewport();
  const QPoint mouse = port->mapFromGlobal(QCursor::pos());
  const bool is_over = port->underMouse() && port->rect().contains(mouse);
  return view_.mapToScene(is_over ? mouse : port->rect().center());
}

// --- Mouse ---------------------------------------------------------------------------------------

void CanvasEditor::press(const QMouseEvent& event) {
  cancel();
  hint_->drop();
  pressed_pixel_ = event.pos();
  pressed_at_ = view_.mapToScene(event.pos());
  if (const auto port = scene_.portAt(pressed_at_, kPortGrip / view_.zoom());
      port && scene_.node(port->node)->marks().has_ports) {
    wires_.pull(*port);
    return setGesture(Gesture::Draw);
  }
  pressed_node_ = scene_.nodeAt(pressed_at_);
  band_base_ = isAdding(event.modifiers()) ? scene_.focus().selection() : Selection{};
  setGesture(Gesture::Press);
}

void CanvasEditor::move(const QMouseEvent& event) {
  const QPointF point = view_.mapToScene(event.pos());
  const bool is_down = (event.buttons() & Qt::LeftButton) != 0;
  if (gesture_ == Gesture::None) {
    // The ports reach out of the card.
    const auto port = scene_.portAt(point, kPortGrip / view_.zoom());
    scene_.setHovered(port ? port->node : scene_.nodeAt(point));
    view_.viewport()->setCursor(port ? Qt::CrossCursor : Qt::ArrowCursor);  // a wire begins here
    return;
  }
  if (gesture_ == Gesture::Aim) return;
  if (!is_down) return cancel();  // the button came up where we could not see it
  const int moved = (event.pos() - pressed_pixel_).manhattanLength();
  if (gesture_ == Gesture::Press && moved >= QApplication::startDragDistance()) {
    const bool is_watching = (event.modifiers() & Qt::ControlModifier) != 0;
    if (is_watching && (pressed_node_ || !scene_.wireAt(pressed_at_).projections.empty())) {
      setGesture(Gesture::None);
      emit watchDragged(pressed_at_);
    } else if (pressed_node_) {
      startMove();
    } else {
      setGesture(Gesture::Band);
    }
  }
  if (gesture_ == Gesture::Move) moveTo(point, (event.modifiers() & Qt::AltModifier) == 0);
  if (gesture_ == Gesture::Band) showBand(event);
  if (gesture_ == Gesture::Draw) wires_.pullTo(point, event.pos());
}

void CanvasEditor::release(const QMouseEvent& event) {
  const Gesture was = gesture_;
  if (was == Gesture::Aim) return;
  // A card that is dropped beyond the canvas, on the plots perhaps, would be out of sight.
  if (was == Gesture::Move && !view_.viewport()->rect().contains(event.pos())) {
    cancel();
    return hint_->say(tr("A card stays on the canvas. Ctrl + drag takes its variable to a plot."));
  }
  setGesture(Gesture::None);
  if (was == Gesture::Press) click(event);
  if (was != Gesture::Draw) return;
  const bool is_slip = (event.pos() - pressed_pixel_).manhattanLength() < kLeastPull;
  if (is_slip) return scene_.selectOne(wires_.start());
  wires_.drop(view_.mapToScene(event.pos()), event.pos());
}

void CanvasEditor::click(const QMouseEvent& event) {
  Selection hit = scene_.wireAt(pressed_at_);
  if (pressed_node_) hit = {{*pressed_node_}, {}};
  if (isAdding(event.modifiers())) {
    Selection selection = scene_.focus().selection();
    for (const NodeId id : hit.nodes) {
      if (selection.nodes.erase(id) == 0) selection.nodes.insert(id);
    }
    for (const ProjectionId id : hit.projections) {
      if (selection.projections.erase(id) == 0) selection.projections.insert(id);
    }
    scene_.focus().select(std::move(selection));
  } else if (pressed_node_) {
    if (const auto neuron = scene_.neuronAt(pressed_at_)) return scene_.focus().look(*neuron);
    scene_.selectOne(*pressed_node_);
    scene_.focus().look({});
  } else {
    const std::optional<SynapseRef> synapse = synapseAt(pressed_at_, hit);
    if (synapse) return scene_.focus().look(*synapse);
    scene_.focus().select(std::move(hit));
    scene_.focus().look({});
  }
}

/// The synapse that is clicked: one of those drawn, or the only one of its wire.
std::optional<SynapseRef> CanvasEditor::synapseAt(QPointF point, const Selection& hit) const {
  if (hit.projections.empty()) return {};
  const ProjectionId id = *hit.projections.begin();
  const NetworkSpec& spec = document_.project().network;
  if (isSingleSynapse(spec, *spec.find(id))) return SynapseRef{id, 0, 0};
  const auto synapse = scene_.synapseAt(point);
  if (!synapse || synapse->projection != id) return {};
  const SynapseEnds ends = scene_.projection(id)->ends().at(synapse->index);
  return SynapseRef{id, ends.to, ends.from};
}

void CanvasEditor::doubleClick(const QMouseEvent& event) {
  cancel();
  const QPointF point = view_.mapToScene(event.pos());
  const std::optional<NodeId> id = scene_.nodeAt(point);
  if (id) {
    scene_.selectOne(*id);
    const NodeItem& item = *scene_.node(*id);
    if (item.geometry().title.contains(item.mapFromScene(point)))
      emit renameRequested();
    else
      emit inspectRequested();
  } else if (const Selection wire = scene_.wireAt(point); !wire.empty()) {
    scene_.focus().select(wire);
    emit inspectRequested();
  } else {
    emit createRequested(event.pos(), {});
  }
}

void CanvasEditor::startMove() {
  if (!scene_.focus().selection().nodes.contains(*pressed_node_)) {
    if (band_base_.empty()) {
      scene_.selectOne(*pressed_node_);
    } else {
      Selection more = band_base_;
      more.nodes.insert(*pressed_node_);
      scene_.focus().select(std::move(more));
    }
  }
  start_.clear();
  for (const NodeId id : scene_.focus().selection().nodes) start_[id] = scene_.node(id)->pos();
  view_.takeOver();  // or the ground would move under the card
  setGesture(Gesture::Move);
}

void CanvasEditor::moveTo(QPointF point, bool snaps) {
  const auto grabbed = start_.find(*pressed_node_);
  if (grabbed == start_.end()) return;
  QPointF offset = point - pressed_at_;
  if (snaps) offset = snapped(grabbed->second + offset) - grabbed->second;
  std::map<NodeId, Position> positions;
  for (const auto& [id, from] : start_) {
    if (document_.project().network.find(id) == nullptr) continue;  // undone meanwhile
    positions[id] = {from.x() + offset.x(), from.y() + offset.y()};
  }
  document_.push(positions.size() == 1 ? tr("Move %1").arg(walk_.nameOf(*pressed_node_))
                                       : tr("Move %1 nodes").arg(positions.size()),
                 vle::moveTo(document_.project(), positions), gestureKey());
}

void CanvasEditor::showBand(const QMouseEvent& event) {
  const QRect band = QRect(pressed_pixel_, event.pos()).normalized();
  band_->setGeometry(band);
  band_->show();
  Selection selection =
      scene_.touching(QRectF(pressed_at_, view_.mapToScene(event.pos())).normalized());
  selection.nodes.insert(band_base_.nodes.begin(), band_base_.nodes.end());
  selection.projections.insert(band_base_.projections.begin(), band_base_.projections.end());
  scene_.focus().select(std::move(selection));
}

// --- Keys ----------------------------------------------------------------------------------------

bool CanvasEditor::key(const QKeyEvent& event) {
  if (gesture_ == Gesture::Aim) return keyWhileAiming(event);
  const int key = event.key();
  if (key == Qt::Key_Escape) {
    if (gesture_ != Gesture::None)
      cancel();
    else if (scene_.isFocusMode())
      scene_.setFocusMode(false);
    else if (scene_.focus().subject() != FocusSubject{})
      scene_.focus().look({});
    else
      scene_.focus().select({});
    return true;
  }
  if (gesture_ != Gesture::None) return true;
  const bool has_control = (event.modifiers() & Qt::ControlModifier) != 0;
  if (isArrow(key)) {
    if (has_control) {
      walk_.go(key);
      return true;
    }
    if (scene_.focus().selection().nodes.empty()) return false;  // the view pans
    nudge(directionOf(key), event.isAutoRepeat());
    return true;
  }
  if (has_control) return false;
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    if (!scene_.focus().selection().empty()) emit inspectRequested();
    return true;
  }
  const auto row = std::ranges::find(kWalkKeys, key, &WalkKey::key);
  if (row == kWalkKeys.end()) return false;
  const bool is_back = row->shift_reverses && (event.modifiers() & Qt::ShiftModifier) != 0;
  (walk_.*row->go)(is_back ? -row->steps : row->steps);
  return true;
}

void CanvasEditor::aim() {
  const std::optional<NodeId> current = scene_.current();
  if (!current) return hint_->say(tr("Select the node where the wire begins."));
  cancel();
  if (wires_.aim(*current)) setGesture(Gesture::Aim);
}

bool CanvasEditor::keyWhileAiming(const QKeyEvent& event) {
  const int key = event.key();
  if (key == Qt::Key_Escape) {
    cancel();
  } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    setGesture(Gesture::None);
    hint_->drop();
    wires_.connectAimed();
  } else if (key == Qt::Key_Tab || key == Qt::Key_Backtab) {
    wires_.aimNext(key == Qt::Key_Tab ? 1 : -1);
  } else if (isArrow(key)) {
    wires_.aimTowards(key);
  }
  return true;
}

void CanvasEditor::nudge(QPointF steps, bool is_repeat) {
  if (!is_repeat) ++count_;
  const std::set<NodeId>& nodes = scene_.focus().selection().nodes;
  document_.push(nodes.size() == 1 ? tr("Move %1").arg(walk_.nameOf(*nodes.begin()))
                                   : tr("Move %1 nodes").arg(nodes.size()),
                 moveBy(document_.project(), nodes, {steps.x() * kGrid, steps.y() * kGrid}),
                 gestureKey());
  view_.reveal(scene_.boundsOf(scene_.focus().selection()));
}

}  // namespace vle::ui
