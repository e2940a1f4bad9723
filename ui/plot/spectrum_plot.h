// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Amplitudes over frequency, of what was recorded in a window. Made by the board and its export.
// GUI thread.
#pragma once

#include "plot/curve_plot.h"

namespace vle::ui {

class SpectrumPlot : public CurvePlot {
  Q_OBJECT

 public:
  explicit SpectrumPlot(const Theme& theme, QWidget* parent = nullptr);

  void showPointer(const std::optional<QPoint>& at) override;
  [[nodiscard]] TitleRow titleRow() const override;

 protected:
  [[nodiscard]] std::vector<Line> collect(const TraceStore& traces) const override;
};

}  // namespace vle::ui
