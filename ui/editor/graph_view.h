// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window onto the canvas: dotted ground, zoom about the cursor, panning, and a fit that holds
// until the person takes over. Used by the main window. GUI thread.
#pragma once

#include <QGraphicsView>

#include "theme.h"

namespace vle::ui {

class GraphScene;

class GraphView : public QGraphicsView {
  Q_OBJECT

 public:
  static constexpr double kMinZoom = 0.1;
  static constexpr double kMaxZoom = 4;
  static constexpr double kMaxFitZoom = 1.6;  ///< at interface zoom 1

  /// @param scene, theme  must outlive the view
  GraphView(GraphScene& scene, const Theme& theme, QWidget* parent = nullptr);

  /// Device-independent pixels per canvas pixel.
  [[nodiscard]] double zoom() const { return transform().m11(); }
  /// Does the view still fit the whole drawing by itself?
  [[nodiscard]] bool isFitting() const { return is_fitting_; }

 public slots:
  /// Shows everything, and keeps doing so until the person zooms or pans.
  void zoomToFit();
  void zoomIn();
  void zoomOut();

 protected:
  void drawBackground(QPainter* painter, const QRectF& exposed) override;
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void fit();
  void limitPanning();
  void zoomBy(double factor, QPointF at);
  void pan(QPointF pixels);
  void drawLegend(QPainter& painter) const;

  GraphScene& scene_;
  const Theme& theme_;
  bool is_fitting_ = true;
  bool is_panning_ = false;
  QPointF pan_from_;
};

}  // namespace vle::ui
