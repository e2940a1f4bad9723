// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be done with one plot, as a menu. GUI thread.
#pragma once

#include <QMenu>

namespace vle::ui {

class BoardPlot;
class PlotBoard;

/// Fills a menu; its actions do what they say when triggered.
void fillPlotMenu(QMenu& menu, PlotBoard& board, BoardPlot& plot);

/// Shows it until something is chosen.
void showPlotMenu(PlotBoard& board, BoardPlot& plot, const QPoint& at);

}  // namespace vle::ui
