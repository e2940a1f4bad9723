// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Curves that are not over time: what XyPlot and SpectrumPlot share. Both axes follow the data; the
// horizontal one is the plot's own, and named in its title. GUI thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "plot/axes_plot.h"

class QCPCurve;

namespace vle::ui {

class CurvePlot : public AxesPlot {
  Q_OBJECT

 public:
  void restart() override;
  [[nodiscard]] int neededLeftMargin() const override;
  void refresh(const PlotSource& source, const TimeWindow& window, double now) override;
  [[nodiscard]] QString notice() const override;

  /// What is drawn as one curve: a variant's y over x, as on the axes.
  struct Line {
    VariantId variant{};
    std::string channel;
    std::vector<double> x, y;
    TraceStyle style;
  };
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  /// Limits of the horizontal axis.
  [[nodiscard]] Extent horizontalLimits() const { return {x_range_.lower(), x_range_.upper()}; }

 protected:
  /// @param x_unit  behind every number of the horizontal axis
  /// @param is_from_zero  x, and y unless it is logarithmic, begin at 0
  CurvePlot(const Theme& theme, QString x_unit, bool is_from_zero, QWidget* parent);

  /// The curves of list_ in window_.
  [[nodiscard]] virtual std::vector<Line> collect(const TraceStore& traces) const = 0;
  void contentChanged(bool is_other) override;
  [[nodiscard]] bool hasNumbersBelow() const override { return true; }

  /// The values of one channel in the window where every step, or every so many, was kept; the
  /// difference where one is shown.
  [[nodiscard]] std::vector<Sample> valuesOf(const TraceStore& traces,
                                             const DrawnTrace& trace) const;
  /// Which rows of two recordings are of one time; each may lack rows that the other has.
  [[nodiscard]] static std::vector<std::pair<std::size_t, std::size_t>> sameTimes(
      const std::vector<Sample>& a, const std::vector<Sample>& b);
  /// The values at a place of the widget.
  /// @pre it is within axesRect()
  [[nodiscard]] std::pair<double, double> valuesAt(const QPoint& at) const;

 private:
  void draw(double now);
  [[nodiscard]] Curve dashed(const Line& line) const;

  QString x_unit_;
  bool is_from_zero_;
  std::vector<Line> lines_;
  std::vector<QCPCurve*> curves_;  // one for each line
  ValueRange x_range_;
};

}  // namespace vle::ui
