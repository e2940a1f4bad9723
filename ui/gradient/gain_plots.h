// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Gain and phase of e against the exact λ over frequency, with what theory expects. Used by the
// microscope. GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "drawing/theme.h"
#include "gradient/seen_variant.h"
#include "plot/line_plot.h"
#include "session/gradient_monitor.h"

namespace vle::ui {

class GainPlots : public QWidget {
  Q_OBJECT

 public:
  /// @param monitor, theme  must outlive the plots
  GainPlots(const GradientMonitor& monitor, const Theme& theme, QWidget* parent);

  void draw(const std::vector<SeenVariant>& seen);

 private:
  const GradientMonitor& monitor_;
  const Theme& theme_;
  LinePlot* gains_;
  LinePlot* phases_;
};

}  // namespace vle::ui
