// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// e over the exact λ of the neuron that is looked at, a plot a variant, above one another. Used by
// the microscope. GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "drawing/theme.h"
#include "gradient/seen_variant.h"
#include "plot/line_plot.h"
#include "session/gradient_monitor.h"

namespace vle::ui {

class ErrorPlots : public QWidget {
  Q_OBJECT

 public:
  /// @param monitor, theme  must outlive the plots
  ErrorPlots(const GradientMonitor& monitor, const Theme& theme, QWidget* parent);

  /// A plot for each variant, up to six, at least one.
  void fit(std::size_t variants);
  /// Draws one of the plots anew.
  void draw(const std::vector<SeenVariant>& seen, std::size_t row);
  [[nodiscard]] std::size_t count() const { return plots_.size(); }

 private:
  const GradientMonitor& monitor_;
  const Theme& theme_;
  std::vector<LinePlot*> plots_;
};

}  // namespace vle::ui
