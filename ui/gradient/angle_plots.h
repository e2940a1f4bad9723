// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far updates are from the exact ones, and B from what it should be, over the run, in degrees.
// Used by the microscope. GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "drawing/theme.h"
#include "gradient/seen_variant.h"
#include "plot/line_plot.h"
#include "session/gradient_monitor.h"

namespace vle::ui {

class AnglePlots : public QWidget {
  Q_OBJECT

 public:
  /// @param monitor, theme  must outlive the plots
  AnglePlots(const GradientMonitor& monitor, const Theme& theme, QWidget* parent);

  void draw(const std::vector<SeenVariant>& seen);
  [[nodiscard]] const LinePlot& updates() const { return *updates_; }
  [[nodiscard]] const LinePlot& feedback() const { return *feedback_; }

 private:
  const GradientMonitor& monitor_;
  const Theme& theme_;
  LinePlot* updates_;
  LinePlot* feedback_;
};

}  // namespace vle::ui
