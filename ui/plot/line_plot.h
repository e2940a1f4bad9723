// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A small plot of lines and dots that are handed to it whole: title and legend above, one value
// axis, one horizontal axis, each linear or logarithmic. Wraps QCustomPlot. Used by the microscope.
// GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "plot/title_row.h"
#include "plot/value_range.h"

class QCustomPlot;

namespace vle::ui {

/// One line, or dots; x ascending unless they are dots. NaN in y is a gap.
struct PlotLine {
  std::vector<double> x, y;
  TraceStyle style;
  double dot = 0;          ///< radius of dots instead of a line, pixels; 0: a line
  bool is_joined = false;  ///< dots and a line: so few that one should see which are known
  std::vector<double> low = {},
                      high = {};  ///< a pale band between them, at the same x; empty: none
};

class LinePlot : public QWidget {
  Q_OBJECT

 public:
  explicit LinePlot(const Theme& theme, QWidget* parent = nullptr);

  void setTitle(const QString& title);
  void setLegend(std::vector<LegendEntry> legend);
  /// Logarithmic axes show only what is above 0.
  void setLogarithmic(bool x, bool y);
  /// Limits that do not follow the lines, in the units of x and y.
  void setFixed(std::optional<Extent> x, std::optional<Extent> y);
  /// What stands behind the numbers of the horizontal axis: " Hz", "" for times in ms.
  void setUnit(const QString& unit);
  void setTimeAxis(bool is_time) { is_time_ = is_time; }
  /// Whether numbers stand under the horizontal axis.
  void setLabels(bool shown);
  /// Part of the horizontal axis that is drawn dim, e.g. where λ lacks its future.
  void setDimmed(std::vector<Extent> parts) { dimmed_ = std::move(parts); }
  /// Another subject: its values alone decide about the scale.
  void forgetRange() { y_range_.reset(is_log_y_); }
  /// Said in the middle instead of nothing.
  void setNotice(const QString& text);
  /// @param lines  drawn in order, the last in front
  void setLines(std::vector<PlotLine> lines);
  [[nodiscard]] const std::vector<PlotLine>& lines() const { return lines_; }
  [[nodiscard]] Extent horizontalLimits() const;
  [[nodiscard]] Extent valueLimits() const;

  void restyle();
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, 50}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void place();
  void draw();
  void drawBand(const PlotLine& line);
  [[nodiscard]] static double scaled(double value, bool is_log);

  const Theme& theme_;
  TitleRow row_;
  QString unit_, notice_;
  bool is_log_x_ = false, is_log_y_ = false, is_time_ = false, has_labels_ = true;
  std::optional<Extent> fixed_x_, fixed_y_;
  std::vector<Extent> dimmed_;
  std::vector<PlotLine> lines_;
  ValueRange y_range_;
  Extent x_limits_{0, 1};  // as drawn: decimal logarithms where it is logarithmic
  QCustomPlot* plot_;      // a child
};

}  // namespace vle::ui
