// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Mouse: selecting, moving, rubber band. Wires and keys are in canvas_editor_wires.cpp and
// canvas_editor_keys.cpp.
#include "editor/canvas_editor.h"

#include <algorithm>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>

#include "drawing/edge_routes.h"
#include "model/arranging.h"

namespace vle::ui {

namespace {

constexpr double kPortGrip = 11;  // px of the screen around the centre of a port
constexpr int kHintTime = 5000;   // ms
constexpr int kHintWidth = 300;   // px

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
      theme_(theme),
      draft_(new QGraphicsPathItem),
      band_(new QRubberBand(QRubberBand::Rectangle, view.viewport())),
      hint_(new QLabel(&view)) {
  draft_->setZValue(5);
  draft_->hide();
  scene_.addItem(draft_);
  hint_->setProperty("role", "hint");
  hint_->setWordWrap(true);
  hint_->setAttribute(Qt::WA_TransparentForMouseEvents);
  hint_->hide();
  connect(&hint_timer_, &TempoTimer::timeout, hint_, &QWidget::hide);
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
  draft_->hide();
  scene_.setLights({});
  if (!hint_timer_.isActive()) hint_->hide();
}

void CanvasEditor::cancel() {
  const Gesture was = gesture_;
  setGesture(Gesture::None);
  if (was == Gesture::Band) scene_.select(band_base_);
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

void CanvasEditor::showHint(const QString& sentence, QPoint at) {
  hint_timer_.stop();
  hint_->setText(sentence);
  hint_->setFixedWidth(
      std::min({kHintWidth, view_.width(), hint_->fontMetrics().horizontalAdvance(sentence) + 20}));
  hint_->adjustSize();
  const QPoint corner = at + QPoint(14, 16);
  hint_->move(std::clamp(corner.x(), 0, std::max(0, view_.width() - hint_->width())),
              std::clamp(corner.y(), 0, std::max(0, view_.height() - hint_->height())));
  hint_->setVisible(!sentence.isEmpty());
  hint_->raise();
}

void CanvasEditor::say(const QString& sentence, QPoint at) {
  showHint(sentence, at);
  hint_timer_.start(kHintTime);
}

void CanvasEditor::say(const QString& sentence) {
  const QRectF bounds = scene_.boundsOf(scene_.selection());
  say(sentence, bounds.isEmpty() ? view_.viewport()->rect().center()
                                 : view_.mapFromScene(bounds.bottomLeft()));
}

QString CanvasEditor::nameOf(NodeId id) const {
  const NodeSpec* node = document_.project().network.find(id);
  return node == nullptr ? QString() : QString::fromStdString(node->name);
}

// --- Mouse ---------------------------------------------------------------------------------------

void CanvasEditor::press(const QMouseEvent& event) {
  cancel();
  hint_->hide();
  hint_timer_.stop();
  pressed_pixel_ = event.pos();
  pressed_at_ = view_.mapToScene(event.pos());
  if (const auto port = scene_.portAt(pressed_at_, kPortGrip / view_.zoom());
      port && scene_.node(port->node)->marks().has_ports) {
    startDraw(*port);
    return;
  }
  pressed_node_ = scene_.nodeAt(pressed_at_);
  band_base_ = isAdding(event.modifiers()) ? scene_.selection() : Selection{};
  setGesture(Gesture::Press);
}

void CanvasEditor::move(const QMouseEvent& event) {
  const QPointF point = view_.mapToScene(event.pos());
  const bool is_down = (event.buttons() & Qt::LeftButton) != 0;
  if (gesture_ == Gesture::None) {
    // The ports reach out of the card.
    const auto port = scene_.portAt(point, kPortGrip / view_.zoom());
    scene_.setHovered(port ? port->node : scene_.nodeAt(point));
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
  if (gesture_ == Gesture::Draw) draw(point, event.pos());
}

void CanvasEditor::release(const QMouseEvent& event) {
  const Gesture was = gesture_;
  if (was == Gesture::Aim) return;
  if (was == Gesture::Draw) return finishDraw(view_.mapToScene(event.pos()), event.pos());
  // A card that is dropped beyond the canvas, on the plots perhaps, would be out of sight.
  if (was == Gesture::Move && !view_.viewport()->rect().contains(event.pos())) {
    cancel();
    return say(tr("A card stays on the canvas. Ctrl + drag takes its variable to a plot."));
  }
  setGesture(Gesture::None);
  if (was == Gesture::Press) click(event);
}

void CanvasEditor::click(const QMouseEvent& event) {
  Selection hit = scene_.wireAt(pressed_at_);
  if (pressed_node_) hit = {{*pressed_node_}, {}};
  if (isAdding(event.modifiers())) {
    Selection selection = scene_.selection();
    for (const NodeId id : hit.nodes) {
      if (selection.nodes.erase(id) == 0) selection.nodes.insert(id);
    }
    for (const ProjectionId id : hit.projections) {
      if (selection.projections.erase(id) == 0) selection.projections.insert(id);
    }
    scene_.select(std::move(selection));
  } else if (pressed_node_) {
    scene_.selectOne(*pressed_node_);
    scene_.chooseNeuron(scene_.neuronAt(pressed_at_));
  } else {
    const std::optional<SynapseChoice> synapse = synapseAt(pressed_at_, hit);
    scene_.select(std::move(hit));
    scene_.chooseSynapse(synapse);
  }
}

/// The synapse that is clicked: one of those drawn, or the only one of its wire.
std::optional<SynapseChoice> CanvasEditor::synapseAt(QPointF point, const Selection& hit) const {
  if (hit.projections.empty()) return {};
  const ProjectionId id = *hit.projections.begin();
  const NetworkSpec& spec = document_.project().network;
  if (isSingleSynapse(spec, *spec.find(id))) return SynapseChoice{id, 0, 0};
  const auto synapse = scene_.synapseAt(point);
  if (!synapse || synapse->projection != id) return {};
  const SynapseEnds ends = scene_.projection(id)->ends().at(synapse->index);
  return SynapseChoice{id, ends.to, ends.from};
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
    scene_.select(wire);
    emit inspectRequested();
  } else {
    emit createRequested(event.pos(), {});
  }
}

void CanvasEditor::startMove() {
  if (!scene_.selection().nodes.contains(*pressed_node_)) {
    if (band_base_.empty()) {
      scene_.selectOne(*pressed_node_);
    } else {
      Selection more = band_base_;
      more.nodes.insert(*pressed_node_);
      scene_.select(std::move(more));
    }
  }
  start_.clear();
  for (const NodeId id : scene_.selection().nodes) start_[id] = scene_.node(id)->pos();
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
  document_.push(positions.size() == 1 ? tr("Move %1").arg(nameOf(*pressed_node_))
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
  scene_.select(std::move(selection));
}

}  // namespace vle::ui
