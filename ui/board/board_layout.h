// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the plots of a board go: two columns (one where it is narrow), wide plots across both, axes
// of the heights asked for, times under the last plot of every column and of every kind. Used by
// PlotBoard and the export. Pure function, any thread.
#pragma once

#include <vector>

#include <QFont>
#include <QRect>

namespace vle::ui {

/// What the layout knows of a plot.
struct PlotSize {
  double height = 1;          ///< of the axes, relative to the others
  bool is_slow = false;       ///< another time axis
  bool is_wide = false;       ///< across both columns
  bool has_own_axis = false;  ///< its horizontal axis is its own
};

struct PlacedPlot {
  QRect rect;
  bool has_time_labels = false;
  int column = 0;
  double unit = 1;  ///< pixels of axes for a height of 1
};

struct BoardLayout {
  std::vector<PlacedPlot> plots;  ///< in the order given, column by column
  int height = 0;                 ///< more than was available if plots would be too low
};

/// @param available  width and height, pixels
/// @param base       font of the board
[[nodiscard]] BoardLayout layOut(const std::vector<PlotSize>& plots, const QSize& available,
                                 const QFont& base);

}  // namespace vle::ui
