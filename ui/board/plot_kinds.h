// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which widget draws which kind of plot. Used by the board and its export. GUI thread.
#pragma once

#include "plot/plot_widget.h"

namespace vle::ui {

[[nodiscard]] PlotWidget* makePlot(Plot::Kind kind, const Theme& theme, QWidget* parent);

/// Are two kinds drawn by the same class?
[[nodiscard]] bool isSameClass(Plot::Kind a, Plot::Kind b);

}  // namespace vle::ui
