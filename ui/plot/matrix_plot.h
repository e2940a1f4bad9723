// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Heat maps of projections of the variant on the canvas: W, B and what B is expected to become,
// |H|²Wᵀ, side by side on one scale with a colour bar. Sign is told by hue and, where there is
// room, by the number itself. Made by the board and its export. GUI thread.
#pragma once

#include "plot/heat_maps.h"
#include "plot/plot_widget.h"

namespace vle::ui {

/// Colour of a value on a scale from −limit to limit: from the error's hue over the ground to the
/// signal's.
[[nodiscard]] QColor heatColor(double value, double limit, const Theme& theme);

/// A cell of a heat map as the synapse it stands for: the same of W, B and |H|²Wᵀ.
struct HeatCell {
  QString projection;
  std::size_t upper = 0, lower = 0;
};

class MatrixPlot : public PlotWidget {
  Q_OBJECT

 public:
  explicit MatrixPlot(const Theme& theme, QWidget* parent = nullptr);

  void restart() override;
  void refresh(const PlotSource& source, const TimeWindow& window, double now) override;
  void replot() override;
  void showPointer(const std::optional<QPoint>& at) override;
  [[nodiscard]] Extent valueLimits() const override { return {-limit(), limit()}; }
  [[nodiscard]] QString notice() const override;

  [[nodiscard]] const std::vector<HeatMap>& maps() const { return maps_; }
  /// Where a matrix is drawn, in the widget.
  [[nodiscard]] QRectF mapRect(std::size_t map) const;
  /// Where the bar of the scale stands; its numbers stand to its right.
  [[nodiscard]] QRectF scaleRect() const;
  /// The synapse at a point of the widget; nothing where there is none.
  [[nodiscard]] std::optional<HeatCell> cellAt(const QPoint& at) const;
  /// What stands in a cell: to a hundredth of the scale's decade, so that no small number is
  /// longer than a large one.
  [[nodiscard]] QString cellText(double value) const;
  /// The largest absolute value of the scale.
  [[nodiscard]] double limit() const;

 protected:
  void contentChanged(bool is_other) override;
  void place() override;
  void paintAxes(QCPPainter& painter) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  /// Where a matrix stands, and how wide it is together with its name.
  struct Place {
    QRectF cells;
    double width = 0;
  };
  [[nodiscard]] std::vector<Place> places() const;
  void paintMap(QPainter& painter, const HeatMap& map, const Place& at) const;

  struct Cell {
    std::size_t map = 0, row = 0, column = 0;
  };
  [[nodiscard]] std::optional<Cell> findCell(const QPoint& at) const;
  void paint(QPainter& painter) const;
  void paintScale(QPainter& painter) const;
  [[nodiscard]] QRectF ground() const;
  [[nodiscard]] double scaleWidth() const;

  std::vector<HeatMap> maps_;
  ValueRange range_;
  std::optional<QPoint> pointer_;
};

}  // namespace vle::ui
