// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Variables against one another: the first probe is x. Made by the board and its export. GUI
// thread.
#pragma once

#include "plot/curve_plot.h"

namespace vle::ui {

class XyPlot : public CurvePlot {
  Q_OBJECT

 public:
  explicit XyPlot(const Theme& theme, QWidget* parent = nullptr);

  void showPointer(const std::optional<QPoint>& at) override;
  [[nodiscard]] QString notice() const override;
  [[nodiscard]] TitleRow titleRow() const override;

 protected:
  [[nodiscard]] std::vector<Line> collect(const TraceStore& traces) const override;

 private:
  [[nodiscard]] QString xLabel() const;
  [[nodiscard]] const DrawnTrace* xOf(const DrawnTrace& y, VariantId variant) const;
  [[nodiscard]] Line lineOf(const TraceStore& traces, const DrawnTrace& x,
                            const DrawnTrace& y) const;
};

}  // namespace vle::ui
