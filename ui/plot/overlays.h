// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What lies behind the curves of a plot over time: runs that were kept, pale, and in loss plots the
// mean over seeds with its band, two thin lines. Used by TracePlot. Pure function, GUI thread.
#pragma once

#include <vector>

#include "plot/plot_widget.h"

namespace vle::ui {

struct Overlay {
  DrawnTrace trace;
  Curve curve;
};

struct Overlays {
  std::vector<Overlay> curves;
  std::vector<LegendEntry> legend;
  bool is_too_coarse = false;  ///< a kept run has too few rows in this window

  [[nodiscard]] bool hasSameLegend(const Overlays& other) const;
};

/// @param list  the traces they lie behind
[[nodiscard]] Overlays overlaysOf(const PlotContent& content, const TraceList& list,
                                  const PlotSource& source, const TimeWindow& window,
                                  const Theme& theme);

}  // namespace vle::ui
