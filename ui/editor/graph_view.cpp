// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/graph_view.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include "drawing/canvas_text.h"
#include "editor/canvas_legend.h"
#include "editor/graph_scene.h"

namespace vle::ui {

namespace {

constexpr double kFitMargin = 20;     // px around a fitted drawing
constexpr double kLeastVisible = 90;  // px of the drawing that cannot be panned out of view
constexpr double kKeyZoom = 1.2;
constexpr double kKeyPan = 48;          // px
constexpr double kWheelZoom = 1.0015;   // per eighth of a degree
constexpr double kMinDotDistance = 14;  // px; farther out, every second dot is left out

}  // namespace

GraphView::GraphView(GraphScene& scene, const Theme& theme, QWidget* parent)
    : QGraphicsView(&scene, parent),
      scene_(scene),
      theme_(theme),
      legend_(new CanvasLegend(theme, this)) {
  connect(&scene, &GraphScene::motionTold, legend_, &CanvasLegend::setMotion);
  setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
  setOptimizationFlags(DontSavePainterState);
  setFrameShape(NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setTransformationAnchor(NoAnchor);
  setResizeAnchor(AnchorViewCenter);
  setViewportUpdateMode(SmartViewportUpdate);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumSize(160, 120);
  setAccessibleName(tr("Network canvas"));
  setAccessibleDescription(
      tr("Layers with their signal and error neurons, and the projections between them. "
         "F shows everything, plus and minus zoom. Tab creates, C connects, Page Down goes from "
         "node to node, arrow keys move what is selected, or pan."));
  connect(&scene_, &GraphScene::contentChanged, this, [this] {
    limitPanning();  // an edit moves nothing that was not moved
  });
  connect(&scene_, &GraphScene::reloaded, this, &GraphView::zoomToFit);
  connect(this, &GraphView::viewChanged, this, [this] {
    scene_.setSight({zoom(), mapToScene(viewport()->rect()).boundingRect()});
  });
}

void GraphView::zoomToFit() {
  is_fitting_ = true;
  fit();
}

QRectF GraphView::content() const {
  constexpr QRectF kEmpty(-240, -100, 480, 200);  // an empty canvas has a middle, too
  return scene_.content().isEmpty() ? kEmpty : scene_.content();
}

void GraphView::fit() { showPart(content(), kMaxFitZoom * std::max(1.0, interfaceZoom())); }

void GraphView::zoomTo(const QRectF& part) {
  if (part.isEmpty()) return;
  is_fitting_ = false;
  showPart(part, kMaxFitZoom * std::max(1.0, interfaceZoom()));
}

void GraphView::reveal(const QRectF& part) {
  const QRectF seen = mapToScene(viewport()->rect()).boundingRect();
  if (seen.contains(part)) return;
  if (is_fitting_) return fit();  // nobody has zoomed or panned yet: all stays in sight
  if (part.width() > seen.width() || part.height() > seen.height()) return zoomToFit();
  is_fitting_ = false;
  limitPanning();
  ensureVisible(part, qRound(kFitMargin), qRound(2 * kFitMargin));
}

void GraphView::showPart(const QRectF& content, double limit) {
  const double width = viewport()->width() - 2 * kFitMargin;
  const double height = viewport()->height() - 2 * kFitMargin;
  const double most = std::min(kMaxZoom, limit);
  const double zoom =
      std::clamp(std::min(width / content.width(), height / content.height()), 0.01, most);
  setTransform(QTransform::fromScale(zoom, zoom));
  limitPanning();
  centerOn(content.center());
  emit viewChanged();
}

/// The scroll bars end where a strip of the drawing is still in view.
void GraphView::limitPanning() {
  const QRectF content = this->content();
  const double x = std::max(0.0, viewport()->width() - kLeastVisible) / zoom();
  const double y = std::max(0.0, viewport()->height() - kLeastVisible) / zoom();
  setSceneRect(content.adjusted(-x, -y, x, y));
}

void GraphView::zoomIn() { zoomBy(kKeyZoom, viewport()->rect().center()); }

void GraphView::zoomOut() { zoomBy(1 / kKeyZoom, viewport()->rect().center()); }

void GraphView::zoomBy(double factor, QPointF at) {
  // A fitted drawing may be smaller than the least zoom; it must not jump there.
  const double least = std::min(kMinZoom, zoom());
  const double target = std::clamp(zoom() * factor, least, kMaxZoom);
  if (target == zoom()) return;
  is_fitting_ = false;
  const QPointF fixed = viewportTransform().inverted().map(at);
  setTransform(QTransform::fromScale(target, target));
  limitPanning();
  const QPointF moved = viewportTransform().map(fixed) - at;
  horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(moved.x()));
  verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(moved.y()));
  emit viewChanged();
}

void GraphView::pan(QPointF pixels) {
  is_fitting_ = false;
  horizontalScrollBar()->setValue(horizontalScrollBar()->value() - qRound(pixels.x()));
  verticalScrollBar()->setValue(verticalScrollBar()->value() - qRound(pixels.y()));
}

void GraphView::drawBackground(QPainter* painter, const QRectF& exposed) {
  painter->fillRect(exposed, theme_.panel);
  double distance = kGrid;
  while (distance * zoom() < kMinDotDistance) distance *= 2;
  std::vector<QPointF> dots;
  for (double x = std::floor(exposed.left() / distance) * distance; x <= exposed.right();
       x += distance) {
    for (double y = std::floor(exposed.top() / distance) * distance; y <= exposed.bottom();
         y += distance) {
      dots.emplace_back(x, y);
    }
  }
  QPen pen(mixed(theme_.grid, theme_.line, 0.6), 2, Qt::SolidLine, Qt::SquareCap);
  pen.setCosmetic(true);
  painter->setPen(pen);
  const bool is_smooth = painter->testRenderHint(QPainter::Antialiasing);
  painter->setRenderHint(QPainter::Antialiasing, false);  // thousands of them
  painter->drawPoints(dots.data(), static_cast<int>(dots.size()));
  painter->setRenderHint(QPainter::Antialiasing, is_smooth);
}

void GraphView::wheelEvent(QWheelEvent* event) {
  zoomBy(std::pow(kWheelZoom, event->angleDelta().y()), event->position());
  event->accept();
}

void GraphView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Space:
      if (!event->isAutoRepeat()) has_panned_ = false;
      is_space_held_ = true;
      showCursor();
      return;
    case Qt::Key_F:
      if (event->modifiers() != Qt::NoModifier) break;
      zoomToFit();
      return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      zoomIn();
      return;
    case Qt::Key_Minus:
      zoomOut();
      return;
    case Qt::Key_Left:
      pan({kKeyPan, 0});
      return;
    case Qt::Key_Right:
      pan({-kKeyPan, 0});
      return;
    case Qt::Key_Up:
      pan({0, kKeyPan});
      return;
    case Qt::Key_Down:
      pan({0, -kKeyPan});
      return;
    default:
      break;
  }
  QGraphicsView::keyPressEvent(event);
}

bool GraphView::event(QEvent* event) {
  // Space is ours while it may become a pan; a tap is handed on when the key comes up.
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier) {
      event->accept();
      return true;
    }
  }
  return QGraphicsView::event(event);
}

void GraphView::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Space || !is_space_held_) {
    return QGraphicsView::keyReleaseEvent(event);
  }
  if (event->isAutoRepeat()) return;
  is_space_held_ = false;
  showCursor();
  if (!has_panned_) emit spaceTapped();
}

void GraphView::focusOutEvent(QFocusEvent* event) {
  is_space_held_ = false;
  is_panning_ = false;
  showCursor();
  QGraphicsView::focusOutEvent(event);
}

void GraphView::scrollContentsBy(int dx, int dy) {
  QGraphicsView::scrollContentsBy(dx, dy);
  emit viewChanged();
}

void GraphView::showCursor() {
  if (is_panning_)
    viewport()->setCursor(Qt::ClosedHandCursor);
  else if (is_space_held_)
    viewport()->setCursor(Qt::OpenHandCursor);
  else
    viewport()->unsetCursor();
}

void GraphView::mousePressEvent(QMouseEvent* event) {
  is_panning_ =
      event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && is_space_held_);
  if (!is_panning_) return QGraphicsView::mousePressEvent(event);
  pan_from_ = event->position();
  showCursor();
}

void GraphView::mouseMoveEvent(QMouseEvent* event) {
  if (!is_panning_) return QGraphicsView::mouseMoveEvent(event);
  has_panned_ = true;
  pan(event->position() - pan_from_);
  pan_from_ = event->position();
}

void GraphView::mouseReleaseEvent(QMouseEvent* event) {
  if (!is_panning_) return QGraphicsView::mouseReleaseEvent(event);
  is_panning_ = false;
  showCursor();
}

void GraphView::placeLegend() {
  const int legend = legend_->neededHeight();
  setViewportMargins(0, 0, 0, legend);
  legend_->setGeometry(0, height() - legend, width(), legend);
}

void GraphView::resizeEvent(QResizeEvent* event) {
  placeLegend();
  limitPanning();
  QGraphicsView::resizeEvent(event);
  if (is_fitting_) fit();
  emit viewChanged();
}

void GraphView::changeEvent(QEvent* event) {
  QGraphicsView::changeEvent(event);
  if (event->type() != QEvent::FontChange) return;
  placeLegend();
  if (is_fitting_) fit();
}

void GraphView::showEvent(QShowEvent* event) {
  QGraphicsView::showEvent(event);
  scene_.refreshLive();  // frames were skipped while nobody looked
  if (is_fitting_) fit();
}

}  // namespace vle::ui
