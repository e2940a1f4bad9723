// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the axes of all time plots look: frame, grid, ticks and their labels. Used by TracePlot.
// GUI thread.
#pragma once

#include <QFont>

#include "drawing/theme.h"
#include "plot/time_view.h"
#include "plot/value_range.h"

class QCPAxis;
class QCustomPlot;

namespace vle::ui {

/// Frame, grid, fonts and colours of all axes; empties the margins.
void styleAxes(QCustomPlot& plot, const QFont& base, const Theme& theme);

/// The colour of a curve as one of a text: pale ones move towards the colour of texts.
[[nodiscard]] QColor legible(const QColor& color, const Theme& theme);

/// Ticks of a value axis, at most one every two lines of text.
/// @param height  of the axis, pixels
/// @param unit    behind every number
void setValueTicks(QCPAxis& axis, const Extent& limits, bool is_log, int height,
                   const QString& unit = {});

/// Ticks of a time axis: absolute times, or distances to the end of the window.
/// @param width  of the axis, pixels
void setTimeTicks(QCPAxis& axis, const TimeWindow& window, int width, bool with_labels);

/// Width of the widest label of a value axis, pixels.
[[nodiscard]] int widestLabel(const QCPAxis& axis);

}  // namespace vle::ui
