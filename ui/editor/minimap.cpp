// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/minimap.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>

#include "drawing/canvas_text.h"
#include "drawing/level.h"
#include "editor/graph_scene.h"
#include "editor/graph_view.h"

namespace vle::ui {

namespace {

constexpr QSizeF kSize(168, 100);  // px at interface zoom 1
constexpr double kMapMargin = 6;
constexpr double kFromEdge = 10;
constexpr double kAboveLegend = 30;
constexpr double kMostShare = 0.4;  // of the view's width and height
constexpr int kRefresh = 200;       // ms
constexpr double kSlack = 2;        // px of rounding when everything fits

/// Mean strength of what a card shows, 0…1.
double strength(const std::vector<NeuronLook>& neurons) {
  double sum = 0;
  for (const NeuronLook& neuron : neurons) sum += std::abs(neuron.level);
  return neurons.empty() ? 0 : sum / static_cast<double>(neurons.size()) / kLevels;
}

}  // namespace

Minimap::Minimap(const GraphScene& scene, GraphView& view, const Theme& theme)
    : QWidget(&view),
      scene_(scene),
      view_(view),
      theme_(theme),
      refresh_(TempoTimer::Rings::Again, kRefresh) {
  setAccessibleName(tr("Map of the network"));
  setToolTip(tr("The whole network. Click or drag to go there."));
  setCursor(Qt::CrossCursor);
  connect(&refresh_, &TempoTimer::timeout, this, [this] { update(); });
  connect(&view_, &GraphView::viewChanged, this, &Minimap::follow);
  connect(&scene_, &GraphScene::contentChanged, this, &Minimap::follow);
  connect(&scene_.focus(), &Focus::changed, this, [this] { update(); });
  view_.installEventFilter(this);
  hide();
}

bool Minimap::eventFilter(QObject*, QEvent* event) {
  if (event->type() == QEvent::Resize || event->type() == QEvent::FontChange) follow();
  return false;
}

QRectF Minimap::seen() const {
  return view_.viewportTransform().inverted().mapRect(QRectF(view_.viewport()->rect()));
}

void Minimap::follow() {
  const double slack = kSlack / view_.zoom();
  const bool fits = seen().adjusted(-slack, -slack, slack, slack).contains(scene_.content());
  setVisible(!fits && scene_.nodeCount() > 1);
  if (isHidden()) return refresh_.stop();
  if (!refresh_.isActive()) refresh_.start();
  place();
  update();
}

void Minimap::place() {
  const double scale = interfaceZoom();
  const double width = std::min(kSize.width() * scale, kMostShare * view_.width());
  const double height = std::min(kSize.height() * scale, kMostShare * view_.height());
  setGeometry(QRectF(view_.width() - width - kFromEdge,
                     view_.height() - height - kAboveLegend * scale, width, height)
                  .toRect());
  raise();
}

QPointF Minimap::toMap(QPointF point) const {
  const QRectF content = scene_.content();
  const double zoom = std::min((width() - 2 * kMapMargin) / std::max(content.width(), 1.0),
                               (height() - 2 * kMapMargin) / std::max(content.height(), 1.0));
  return QRectF(rect()).center() + (point - content.center()) * zoom;
}

QPointF Minimap::toScene(QPointF pixel) const {
  const QPointF origin = toMap({0, 0});
  const double zoom = toMap({1, 0}).x() - origin.x();
  return (pixel - origin) / zoom;
}

void Minimap::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  QColor ground = mixed(theme_.panel, theme_.background, 0.5);
  ground.setAlphaF(0.94F);
  painter.setPen(theme_.line);
  painter.setBrush(ground);
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
  for (const QGraphicsItem* item : scene_.items()) {
    const auto* node = qgraphicsitem_cast<const NodeItem*>(item);
    if (node == nullptr) continue;
    const QRectF card(toMap(node->card().topLeft()), toMap(node->card().bottomRight()));
    const QRectF block(card.topLeft(), card.size().expandedTo({3, 3}));
    const bool is_layer = node->look().kind == CardKind::Layer;
    const QColor rate = is_layer ? theme_.signal : theme_.dim;
    painter.fillRect(block, mixed(ground, rate, 0.25 + 0.6 * strength(node->look().rates)));
    if (!node->look().errors.empty()) {  // the right half shows errors, as on the card
      const QRectF half(block.center().x(), block.top(), block.width() / 2, block.height());
      painter.fillRect(half,
                       mixed(ground, theme_.error, 0.25 + 0.6 * strength(node->look().errors)));
    }
    if (node->marks().is_selected || node->marks().problem) {
      painter.setPen(QPen(node->marks().problem ? theme_.problem : theme_.accent, 1.5));
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(block);
    }
  }
  const QRectF part = seen();
  const QRectF frame = QRectF(toMap(part.topLeft()), toMap(part.bottomRight())) &
                       QRectF(rect()).adjusted(1, 1, -2, -2);
  QColor tint = theme_.accent;
  tint.setAlphaF(0.1F);
  painter.setPen(QPen(theme_.accent, 1.5));
  painter.setBrush(tint);
  painter.drawRect(frame);
}

void Minimap::goTo(QPointF pixel) {
  view_.takeOver();
  view_.centerOn(toScene(pixel));
}

void Minimap::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) goTo(event->position());
}

void Minimap::mouseMoveEvent(QMouseEvent* event) {
  if ((event->buttons() & Qt::LeftButton) != 0) goTo(event->position());
}

}  // namespace vle::ui
