// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The matrices a heat map shows: from what is published for the canvas, else from the recording.
// Used by MatrixPlot. Pure function, GUI thread.
#pragma once

#include <vector>

#include <QString>

#include "plot/plot_widget.h"

namespace vle::ui {

/// One matrix, (rows, columns), row by row; NaN where there is no synapse.
struct HeatMap {
  QString name;
  QString projection;
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;
  bool has_upper_rows = false;  ///< as W; else rows are lower neurons, as in B
  [[nodiscard]] double at(std::size_t row, std::size_t column) const {
    return values[row * columns + column];
  }
};

/// The matrices of the projections that a plot names.
/// @param live  the variant on the canvas; where it publishes no weights, the recorded ones are
/// used
[[nodiscard]] std::vector<HeatMap> heatMapsOf(const PlotContent& content, const PlotSource& source);

}  // namespace vle::ui
