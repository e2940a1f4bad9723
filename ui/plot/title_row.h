// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The line above a plot: its title, and at its right end the legend or, while the mouse is over a
// plot, the time and the values there. On paper, where nobody can point, a legend that is too long
// goes on in rows of its own. Painted by the plots on screen and in exports. GUI thread.
#pragma once

#include <vector>

#include <QFont>
#include <QRectF>

#include "plot/trace_list.h"

class QPainter;

namespace vle::ui {

/// A piece of the readout.
struct Reading {
  QString text;
  QColor color;
  bool is_value = false;  ///< keeps its width, so that the row does not dance
  bool is_minor = false;  ///< left out where there is no room for all
  bool is_note = false;   ///< a sentence: shortened where there is no room for it
};

struct TitleRow {
  QString title;
  QString note = {};  ///< a dim remark behind the title
  std::vector<LegendEntry> legend;
  std::size_t omitted = 0;
  std::vector<Reading> readings;  ///< shown instead of the legend
};

/// Fonts of a plot, made from the widget's; both at least 10 pixels.
[[nodiscard]] QFont titleFont(const QFont& base);
[[nodiscard]] QFont smallFont(const QFont& base);

/// Widths of curves and lengths of dashes grow with the font, 13 pixels being the usual size.
[[nodiscard]] double penScale(const QFont& base);

/// Height of the row, pixels.
[[nodiscard]] int titleHeight(const QFont& base);

/// Rows below the title that a whole legend takes; 0: it fits beside the title.
[[nodiscard]] int legendRows(const TitleRow& row, double width, const QFont& base);
[[nodiscard]] int legendRowHeight(const QFont& base);

/// What does not fit is cut from the end and stands as "…". An area higher than `titleHeight` has
/// the legend in rows below the title.
void paintTitleRow(QPainter& painter, const QRectF& area, const TitleRow& row, const QFont& base,
                   const Theme& theme);

}  // namespace vle::ui
