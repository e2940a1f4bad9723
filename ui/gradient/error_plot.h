// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// e over the exact λ of the neuron that is looked at, of one variant. Used by the microscope. GUI
// thread.
#pragma once

#include "drawing/theme.h"
#include "gradient/seen_variant.h"
#include "plot/line_plot.h"
#include "session/gradient_monitor.h"

namespace vle::ui {

/// @param one  nullptr: there is no answer yet
void drawErrors(LinePlot& plot, const GradientMonitor& monitor, const SeenVariant* one,
                const QString& place, const Theme& theme);

}  // namespace vle::ui
