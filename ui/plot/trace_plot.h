// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One plot of the board: title row, axes, curves over time, cursor. It wraps QCustomPlot, which no
// header of ours includes, and asks the TraceStore for what it draws. Used by PlotBoard and by the
// export. GUI thread.
#pragma once

#include <optional>

#include <QWidget>

#include "plot/dashes.h"
#include "plot/time_view.h"
#include "plot/title_row.h"
#include "plot/trace_list.h"
#include "plot/value_range.h"

class QCPGraph;
class QCPItemLine;
class QCPItemText;
class QCPPainter;
class QCustomPlot;

namespace vle::ui {

class TracePlot : public QWidget {
  Q_OBJECT

 public:
  explicit TracePlot(const Theme& theme, QWidget* parent = nullptr);
  ~TracePlot() override;

  /// What to draw; drawn at the next `refresh`.
  void setContent(PlotContent content);
  [[nodiscard]] const PlotContent& content() const { return content_; }
  /// Takes over changed colours and fonts.
  void restyle();
  /// Another run begins: ranges and curves are forgotten.
  void restart();

  /// Whether times stand under this plot.
  void setTimeLabels(bool shown);
  [[nodiscard]] bool hasTimeLabels() const { return has_time_labels_; }
  /// Left edge of the axes, so that plots below one another line up.
  void setLeftMargin(int pixels);
  /// What the labels of the value axis need, pixels.
  [[nodiscard]] int neededLeftMargin() const;
  /// Height of everything around the axes, pixels.
  [[nodiscard]] static int overhead(const QFont& base, bool with_time_labels);

  /// Takes what was recorded in a window and asks for one repaint.
  /// @param now  wall time, s
  void refresh(const TraceStore& store, const TimeWindow& window, double now);

  /// Draws the cursor and reads the curves there.
  /// @param share      of the window, from the left; nothing: no cursor
  /// @param with_time  whether the time is part of the readout
  void showCursor(std::optional<double> share, bool with_time);

  /// The whole plot as vectors, at the widget's size.
  /// @pre refreshed since the last resize
  void paintOn(QCPPainter& painter, const QPoint& top_left);

  /// Curves and legend as drawn.
  [[nodiscard]] const TraceList& list() const { return list_; }
  /// Points of a curve, not yet dashed.
  [[nodiscard]] const Curve& curve(std::size_t trace) const { return shown_[trace].curve; }
  /// Limits of the value axis; decimal logarithms where content().is_log.
  [[nodiscard]] Extent valueLimits() const { return {range_.lower(), range_.upper()}; }
  [[nodiscard]] const TimeWindow& timeWindow() const { return window_; }
  /// Why nothing is drawn; empty if something is.
  [[nodiscard]] QString notice() const;
  /// Repaints of the axes since construction, for measurements.
  [[nodiscard]] int replots() const { return replots_; }

 signals:
  /// The mouse is over the axes, at a share of the window; −1: it left.
  void pointed(double share);
  /// The next `refresh` should come even if nothing new was recorded.
  void outdated();

 protected:
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  static constexpr const char* kCursorLayer = "cursor";
  static constexpr int kRightMargin = 24;  // half a time label

  struct Shown {
    QCPGraph* graph = nullptr;
    Curve curve;  // as the store gave it
    Dasher dasher;
  };

  void adopt(TraceList list);
  void place();
  void updateRange(double now);
  void updateData(Shown& shown, const DrawnTrace& trace);
  void updateReadings();
  [[nodiscard]] double drawn(double y) const;  // the value on the axis
  [[nodiscard]] TitleRow titleRow() const;
  [[nodiscard]] QRect titleArea() const;

  const Theme& theme_;
  PlotContent content_;
  TraceList list_;
  std::vector<Shown> shown_;  // one for each trace of the list
  ValueRange range_;
  TimeWindow window_;
  bool has_time_labels_ = false;
  std::optional<std::uint64_t> layout_generation_;
  int left_margin_ = 40;
  int replots_ = 0;
  std::optional<double> cursor_;
  bool is_time_read_ = false;
  std::vector<Reading> readings_;

  QCustomPlot* plot_;  // a child
  QCPItemLine* cursor_line_;
  QCPItemText* notice_;
};

}  // namespace vle::ui
