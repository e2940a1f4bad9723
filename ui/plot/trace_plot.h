// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Curves over time: the recent window or the whole run, with the lines one measures with and marks
// where something was changed. It wraps QCustomPlot, which no header of ours includes, and asks the
// TraceStore for what it draws. Used by PlotBoard and by the export. GUI thread.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QPointer>

#include "plot/dashes.h"
#include "plot/plot_widget.h"

class QCPGraph;
class QCPItemLine;
class QCPItemText;
class QCustomPlot;

namespace vle::ui {

class TracePlot : public PlotWidget {
  Q_OBJECT

 public:
  explicit TracePlot(const Theme& theme, QWidget* parent = nullptr);
  ~TracePlot() override;

  void restyle() override;
  void restart() override;
  [[nodiscard]] int neededLeftMargin() const override;
  void refresh(const PlotSource& source, const TimeWindow& window, double now) override;
  void replot() override;
  void showCursors(const PlotSource& source, const CursorTimes& cursors, bool with_time) override;
  void zoomValues(double factor, double share) override;
  void panValues(double share) override;
  void followValues() override;
  [[nodiscard]] bool hasOwnValues() const override { return manual_.has_value(); }
  [[nodiscard]] Extent valueLimits() const override;
  [[nodiscard]] QString notice() const override;

  [[nodiscard]] double replotMs() const override;

  /// Curves and legend as drawn.
  [[nodiscard]] const TraceList& list() const { return list_; }
  /// Points of a curve, not yet dashed.
  [[nodiscard]] const Curve& curve(std::size_t trace) const { return shown_[trace].curve; }
  /// What lies behind them: kept runs, seeds.
  [[nodiscard]] std::size_t overlayCount() const;
  /// Where the line under the mouse stands, as a share of the axes' width; nothing: nowhere.
  [[nodiscard]] std::optional<double> pointerLine() const;
  [[nodiscard]] const Curve& overlay(std::size_t index) const;
  [[nodiscard]] const TraceStyle& overlayStyle(std::size_t index) const;
  /// The marks that are drawn: those in the window.
  [[nodiscard]] const std::vector<Mark>& marks() const { return marks_; }
  [[nodiscard]] TitleRow titleRow() const override;
  /// What was recorded of a trace nearest to a time, the difference where one is shown.
  [[nodiscard]] std::optional<Sample> sampleAt(const TraceStore& traces, std::size_t trace,
                                               double t) const;

 protected:
  void contentChanged(bool is_other) override;
  void place() override;
  void paintAxes(QCPPainter& painter) override;

 private:
  static constexpr const char* kCursorLayer = "cursor";
  struct Shown {
    QCPGraph* graph = nullptr;
    Curve curve;  // as the store gave it
    Dasher dasher;
  };

  struct Overlay {
    DrawnTrace trace;
    Shown shown;
    QPointer<QCPGraph> graph;
  };

  void adopt(TraceList list);
  void collectOverlays(const PlotSource& source);
  std::size_t collectKept(const KeptRuns& kept, std::size_t used);
  std::size_t collectBands(const SeedRuns& seeds, std::size_t used);
  void addOverlay(const DrawnTrace& trace, Curve curve, std::size_t used);
  void explainOverlay(const QString& label, const TraceStyle& style);
  void updateOverlays();
  void updateRange(double now);
  void updateData(Shown& shown, const DrawnTrace& trace);
  void updateMarks(const std::vector<Mark>* marks);
  [[nodiscard]] const Mark* pointedMark() const;  // nullptr: none
  void paintMarkTexts(QCPPainter& painter) const;
  void updateReadings(const TraceStore& traces);
  void placeLine(QCPItemLine& line, std::optional<double> t);
  [[nodiscard]] double drawn(double y) const;  // the value on the axis

  std::vector<Shown> shown_;  // one for each trace of the list
  std::vector<Overlay> overlays_;
  std::vector<LegendEntry> overlay_legend_;
  bool is_kept_too_coarse_ = false;  // a kept run has too few rows in this window
  ValueRange range_;
  std::optional<Extent> manual_;  // set by hand
  std::optional<std::uint64_t> layout_generation_;
  CursorTimes cursors_;
  bool is_time_read_ = false;

  QCustomPlot* plot_;                    // a child
  std::array<QCPItemLine*, 3> lines_{};  // pointer, first, second
  std::vector<Mark> marks_;
  std::vector<QCPItemLine*> mark_lines_;
  QPointer<QCPGraph> mark_tips_;
  QCPItemText* notice_;
};

}  // namespace vle::ui
