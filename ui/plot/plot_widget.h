// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One plot of the board, whatever its kind: title row with legend or readout, axes, margins that
// line up, export. The kinds (TracePlot, XyPlot, SpectrumPlot, MatrixPlot) draw what is inside the
// axes; hands on a plot are the business of BoardGestures. GUI thread.
#pragma once

#include <optional>

#include <QWidget>

#include "plot/time_view.h"
#include "plot/title_row.h"
#include "plot/trace_list.h"
#include "plot/value_range.h"
#include "session/live_view.h"
#include "session/mark.h"

class QCPPainter;

namespace vle::ui {

class KeptRuns;
class SeedRuns;

/// What plots draw from. References: it lives for one call.
struct PlotSource {
  const TraceStore& traces;
  const LiveView* live = nullptr;  ///< of the variant on the canvas; nullptr: none
  const std::vector<Mark>* marks = nullptr;
  const KeptRuns* kept = nullptr;   ///< drawn pale
  const SeedRuns* seeds = nullptr;  ///< drawn in loss plots
};

/// The lines one measures with, ms; all plots over time show them.
struct CursorTimes {
  std::optional<double> pointer;
  std::optional<double> first, second;
  bool operator==(const CursorTimes&) const = default;
};

class PlotWidget : public QWidget {
  Q_OBJECT

 public:
  explicit PlotWidget(const Theme& theme, QWidget* parent = nullptr);

  /// What to draw; drawn at the next `refresh`.
  void setContent(PlotContent content);
  [[nodiscard]] const PlotContent& content() const { return content_; }
  /// Takes over changed colours and fonts.
  virtual void restyle();
  /// Another run begins: ranges and curves are forgotten.
  virtual void restart() = 0;

  /// Whether the labels of the horizontal axis stand under this plot.
  void setTimeLabels(bool shown);
  [[nodiscard]] bool hasTimeLabels() const { return has_time_labels_; }
  /// Left edge of the axes, so that plots below one another line up.
  void setLeftMargin(int pixels);
  [[nodiscard]] int leftMargin() const { return left_margin_; }
  /// What the labels of the value axis need, pixels.
  [[nodiscard]] virtual int neededLeftMargin() const { return 0; }
  /// Points of the picture a unit of width has, if more than one: on paper curves need more of
  /// them.
  void setDetail(double points) { detail_ = points; }
  /// Rows below the title for a legend that does not fit beside it: on paper.
  void setLegendRows(int rows);
  [[nodiscard]] int neededLegendRows() const;
  /// Height of everything around the axes, pixels.
  [[nodiscard]] static int overhead(const QFont& base, bool with_time_labels);

  /// Takes what was recorded in a window, for the next `replot`.
  /// @param now  wall time, s
  virtual void refresh(const PlotSource& source, const TimeWindow& window, double now) = 0;
  /// Asks for one repaint.
  virtual void replot() = 0;

  /// Draws the lines one measures with and reads the curves there.
  /// @param with_time  whether the pointer's time is part of the readout
  virtual void showCursors(const PlotSource&, const CursorTimes&, bool /*with_time*/) {}
  /// The mouse is at a place of this plot, for kinds without a common axis; nothing: it left.
  virtual void showPointer(const std::optional<QPoint>&) {}

  /// The value axis by hand: zoom about a share of it from above, or pan by a share of its length.
  virtual void zoomValues(double /*factor*/, double /*share*/) {}
  virtual void panValues(double /*share*/) {}
  /// Back to the range of the data.
  virtual void followValues() {}
  [[nodiscard]] virtual bool hasOwnValues() const { return false; }
  /// Limits of the value axis; decimal logarithms where content().is_log.
  [[nodiscard]] virtual Extent valueLimits() const { return {}; }

  /// The whole plot as vectors, at the widget's size.
  /// @pre refreshed since the last resize
  void paintOn(QCPPainter& painter, const QPoint& top_left);

  /// Where the axes are, in the widget.
  [[nodiscard]] QRect axesRect() const;
  [[nodiscard]] QRect titleArea() const;
  [[nodiscard]] const TimeWindow& timeWindow() const { return window_; }
  /// Why nothing is drawn; empty if something is.
  [[nodiscard]] virtual QString notice() const = 0;
  /// What stands at the right end of the title row while one measures.
  [[nodiscard]] const std::vector<Reading>& readings() const { return readings_; }
  /// Repaints of the axes since construction, for measurements.
  [[nodiscard]] int replots() const { return replots_; }
  /// What one repaint of the axes takes, ms, on average.
  [[nodiscard]] virtual double replotMs() const { return 0; }
  /// Draws a frame around the place where something will be dropped.
  void setDropTarget(bool is_target);
  /// What its title row says.
  [[nodiscard]] virtual TitleRow titleRow() const;
  /// Title and legend in full, and what can be done here.
  [[nodiscard]] QString tipText() const;

 signals:
  /// The next `refresh` should come even if nothing new was recorded.
  void outdated();

 protected:
  static constexpr int kTopMargin = 3;
  static constexpr int kRightMargin = 24;  ///< half a time label

  /// @param is_other  other curves: what was drawn is forgotten
  virtual void contentChanged(bool is_other) = 0;
  /// The geometry has changed.
  virtual void place() = 0;
  virtual void paintAxes(QCPPainter& painter) = 0;  ///< origin below the title row
  void setReadings(std::vector<Reading> readings);
  [[nodiscard]] QString titleText() const;
  [[nodiscard]] static int halfLine(const QFont& base);
  /// Height of the title row and of a legend below it.
  [[nodiscard]] int headHeight() const;

  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

  const Theme& theme_;
  PlotContent content_;
  TimeWindow window_;
  TraceList list_;
  int replots_ = 0;
  double detail_ = 1;

 private:
  void updateFrame();

  bool has_time_labels_ = false;
  int left_margin_ = 40;
  int legend_rows_ = 0;
  bool is_drop_target_ = false;
  QWidget* frame_;  // above everything else, while it has the focus or something is dropped here
  std::vector<Reading> readings_;
};

}  // namespace vle::ui
