// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A plot of curves within axes: wraps QCustomPlot, which no header of ours includes, keeps its
// geometry, says why nothing is drawn, and has a value axis that follows the data or is set by
// hand. What TracePlot, XyPlot and SpectrumPlot share. GUI thread.
#pragma once

#include <optional>

#include "plot/plot_widget.h"

class QCPItemText;
class QCustomPlot;

namespace vle::ui {

class AxesPlot : public PlotWidget {
  Q_OBJECT

 public:
  void restyle() override;
  void replot() override;
  void zoomValues(double factor, double share) override;
  void panValues(double share) override;
  void followValues() override;
  [[nodiscard]] bool hasOwnValues() const override { return manual_.has_value(); }
  [[nodiscard]] Extent valueLimits() const override;

 protected:
  AxesPlot(const Theme& theme, QWidget* parent);

  void place() override;
  void paintAxes(QCPPainter& painter) override;
  /// Do numbers stand under the axes?
  [[nodiscard]] virtual bool hasNumbersBelow() const { return hasTimeLabels(); }

  [[nodiscard]] QCustomPlot& axes() const { return *plot_; }
  /// The value axis follows these; decimal logarithms where content().is_log.
  void followRange(const Extent& seen, double now) { range_.follow(seen, now); }
  /// The range of what was drawn so far, not that set by hand.
  void forgetRange() { range_.reset(content_.is_log); }
  void forgetOwnValues() { manual_.reset(); }
  /// The value as it stands on the axis; NaN where a logarithm has none.
  [[nodiscard]] double drawn(double y) const;
  void showNotice();

 private:
  ValueRange range_;
  std::optional<Extent> manual_;  // set by hand
  QCustomPlot* plot_;             // a child
  QCPItemText* notice_;
};

}  // namespace vle::ui
