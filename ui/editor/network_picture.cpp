// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/network_picture.h"

#include <algorithm>

#include <QPainter>

#include "editor/graph_scene.h"
#include "editor/graph_view.h"

namespace vle::ui {

QPixmap networkPicture(const Project& project, const Theme& theme, const QSize& size,
                       double ratio) {
  Document document;
  Lab lab(document);
  document.load(project, {});
  Focus focus(document);
  GraphScene scene(document, lab, focus, theme);
  const QRectF content = scene.content().marginsAdded({12, 12, 12, 12});

  QPixmap picture(size * ratio);
  picture.setDevicePixelRatio(ratio);
  picture.fill(theme.panel);
  if (content.isEmpty()) return picture;
  const double zoom = std::min(
      {size.width() / content.width(), size.height() / content.height(), GraphView::kMaxFitZoom});
  QRectF target(QPointF(), content.size() * zoom);
  target.moveCenter(QRectF(QPointF(), size).center());
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  scene.render(&painter, target, content);
  return picture;
}

}  // namespace vle::ui
