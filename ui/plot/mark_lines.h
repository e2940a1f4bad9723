// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The marks in a plot over time: a dotted line with a tip wherever something was changed. Used by
// TracePlot. GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QFont>
#include <QPointer>
#include <QRectF>

#include "drawing/theme.h"
#include "plot/time_view.h"
#include "session/mark.h"

class QCPGraph;
class QCPItemLine;
class QCPPainter;
class QCustomPlot;

namespace vle::ui {

class MarkLines {
 public:
  /// @param plot  in which they are drawn, over its window
  MarkLines(QCustomPlot& plot, const Theme& theme) : plot_(plot), theme_(theme) {}

  /// Draws those in a window; of many the newest.
  /// @param marks  all of the run; nullptr: none
  /// @param size   of a tip, in the ordinary one
  void show(const std::vector<Mark>* marks, const TimeWindow& window, double size);
  /// Those that are drawn.
  [[nodiscard]] const std::vector<Mark>& marks() const { return marks_; }
  /// The mark at a time, as near as a hand can point; nullptr: none.
  /// @param scale  pixels a ms
  [[nodiscard]] const Mark* at(double t, double scale) const;
  /// On paper nobody can point at a mark: its text stands beside it as far as there is room.
  /// @param axes  where the plot has its axes, in the painter's coordinates
  void paintTexts(QCPPainter& painter, const QRectF& axes, const QFont& font) const;

 private:
  QCustomPlot& plot_;
  const Theme& theme_;
  TimeWindow window_;
  std::vector<Mark> marks_;
  std::vector<QCPItemLine*> lines_;
  QPointer<QCPGraph> tips_;
};

}  // namespace vle::ui
