// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole network in a corner of the canvas: cards as blocks with their activity, and what is
// seen now. A click or drag goes there. Hidden while everything is seen. A child of the view.
// GUI thread.
#pragma once

#include <QWidget>

#include "drawing/theme.h"
#include "session/tempo_timer.h"

namespace vle::ui {

class GraphScene;
class GraphView;

class Minimap : public QWidget {
  Q_OBJECT

 public:
  /// @param scene, view, theme  must outlive the map; it becomes a child of the view
  Minimap(const GraphScene& scene, GraphView& view, const Theme& theme);

  /// Where a point of the scene is on the map, px.
  [[nodiscard]] QPointF toMap(QPointF point) const;
  [[nodiscard]] QPointF toScene(QPointF pixel) const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void follow();
  void place();
  void goTo(QPointF pixel);
  [[nodiscard]] QRectF seen() const;

  const GraphScene& scene_;
  GraphView& view_;
  const Theme& theme_;
  TempoTimer refresh_;  // of the activity; a map need not follow every frame
};

}  // namespace vle::ui
