// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be done with one plot, as a menu. GUI thread.
#pragma once

#include <QMenu>

namespace vle::ui {

class BoardController;
class PlotWidget;

/// Fills a menu; its actions do what they say when triggered.
void fillPlotMenu(QMenu& menu, BoardController& board, PlotWidget& plot);

/// Shows it; returns at once.
void showPlotMenu(BoardController& board, PlotWidget& plot, const QPoint& at);

}  // namespace vle::ui
