// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be done with one plot, as a menu. GUI thread.
#pragma once

#include <QMenu>

namespace vle::ui {

class PlotWidget;
class PlotBoard;

/// Fills a menu; its actions do what they say when triggered.
void fillPlotMenu(QMenu& menu, PlotBoard& board, PlotWidget& plot);

/// Shows it; returns at once.
void showPlotMenu(PlotBoard& board, PlotWidget& plot, const QPoint& at);

}  // namespace vle::ui
