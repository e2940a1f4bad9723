// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Curves that are not over time: variables against one another (the first probe is x), and spectra.
// Wraps QCustomPlot as TracePlot does. Used by PlotBoard and by the export. GUI thread.
#pragma once

#include <optional>

#include "plot/plot_widget.h"

class QCPCurve;
class QCPItemText;
class QCustomPlot;

namespace vle::ui {

class CurvePlot : public PlotWidget {
  Q_OBJECT

 public:
  explicit CurvePlot(const Theme& theme, QWidget* parent = nullptr);

  void restyle() override;
  void restart() override;
  [[nodiscard]] int neededLeftMargin() const override;
  void refresh(const PlotSource& source, const TimeWindow& window, double now) override;
  void replot() override;
  void showPointer(const std::optional<QPoint>& at) override;
  void zoomValues(double factor, double share) override;
  void panValues(double share) override;
  void followValues() override;
  [[nodiscard]] bool hasOwnValues() const override { return manual_.has_value(); }
  [[nodiscard]] Extent valueLimits() const override;
  [[nodiscard]] QString notice() const override;

  /// What is drawn as one curve: a variant's y over x, as on the axes.
  struct Line {
    std::string variant, channel;
    std::vector<double> x, y;
    TraceStyle style;
  };
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  [[nodiscard]] TitleRow titleRow() const override;
  /// Limits of the horizontal axis.
  [[nodiscard]] Extent horizontalLimits() const { return {x_range_.lower(), x_range_.upper()}; }

 protected:
  void contentChanged(bool is_other) override;
  void place() override;
  void paintAxes(QCPPainter& painter) override;

 private:
  [[nodiscard]] bool isSpectrum() const { return content_.kind == Plot::Kind::Spectrum; }
  void collectXy(const TraceStore& traces);
  void collectSpectra(const TraceStore& traces);
  void draw(double now);
  [[nodiscard]] Curve dashed(const Line& line) const;
  [[nodiscard]] double drawn(double y) const;

  std::vector<Line> lines_;
  std::vector<QCPCurve*> curves_;  // one for each line
  ValueRange x_range_, y_range_;
  std::optional<Extent> manual_;
  QString x_label_;

  QCustomPlot* plot_;  // a child
  QCPItemText* notice_;
};

}  // namespace vle::ui
