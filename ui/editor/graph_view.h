// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window onto the canvas: dotted ground, zoom about the cursor, panning with the middle button
// or with Space held, and a fit that holds until the person takes over. Editing is not done here
// (canvas_editor.h). GUI thread.
#pragma once

#include <QGraphicsView>

#include "drawing/theme.h"

namespace vle::ui {

class CanvasLegend;
class GraphScene;

class GraphView : public QGraphicsView {
  Q_OBJECT

 public:
  static constexpr double kMinZoom = 0.1;
  static constexpr double kMaxZoom = 16;
  static constexpr double kMaxFitZoom = 1.6;  ///< at interface zoom 1

  /// @param scene, theme  must outlive the view
  GraphView(GraphScene& scene, const Theme& theme, QWidget* parent = nullptr);

  /// Device-independent pixels per canvas pixel.
  [[nodiscard]] double zoom() const { return transform().m11(); }
  /// Does the view still fit the whole drawing by itself?
  [[nodiscard]] bool isFitting() const { return is_fitting_; }

  /// While Space is held the left button pans.
  [[nodiscard]] bool isSpaceHeld() const { return is_space_held_; }
  /// From now on the person decides what is seen.
  void takeOver() { is_fitting_ = false; }
  /// Zooms so that a part of the drawing fills the view.
  void zoomTo(const QRectF& part);
  /// Pans, if a part of the drawing is not seen; shows everything if it has no room.
  void reveal(const QRectF& part);
  /// Moves the view over the drawing. @param pixels  how far the drawing goes
  void pan(QPointF pixels);

 public slots:
  /// Shows everything, and keeps doing so until the person zooms or pans.
  void zoomToFit();
  void zoomIn();
  void zoomOut();

 signals:
  /// Space was pressed and released without panning.
  void spaceTapped();
  /// Another part of the drawing is seen.
  void viewChanged();

 protected:
  bool event(QEvent* event) override;
  void drawBackground(QPainter* painter, const QRectF& exposed) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  [[nodiscard]] QRectF content() const;
  void fit();
  void showPart(const QRectF& part, double most);
  void limitPanning();
  void zoomBy(double factor, QPointF at);
  void showCursor();
  void placeLegend();

  GraphScene& scene_;
  const Theme& theme_;
  CanvasLegend* legend_;
  bool is_fitting_ = true;
  bool is_panning_ = false;
  bool is_space_held_ = false;
  bool has_panned_ = false;  // since Space was pressed
  QPointF pan_from_;
};

}  // namespace vle::ui
