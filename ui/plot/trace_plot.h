// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Curves over time: the recent window or the whole run, with the lines one measures with and marks
// where something was changed. It asks the TraceStore for what it draws. Made by the board and its
// export. GUI thread.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QPointer>

#include "plot/axes_plot.h"
#include "plot/dashes.h"
#include "plot/mark_lines.h"
#include "plot/overlays.h"

class QCPGraph;
class QCPItemLine;

namespace vle::ui {

class TracePlot : public AxesPlot {
  Q_OBJECT

 public:
  explicit TracePlot(const Theme& theme, QWidget* parent = nullptr);

  void restyle() override;
  void restart() override;
  [[nodiscard]] int neededLeftMargin() const override;
  void refresh(const PlotSource& source, const TimeWindow& window, double now) override;
  void showCursors(const PlotSource& source, const CursorTimes& cursors, bool with_time) override;
  [[nodiscard]] QString notice() const override;

  [[nodiscard]] double replotMs() const override;

  /// Curves and legend as drawn.
  [[nodiscard]] const TraceList& list() const { return list_; }
  /// Points of a curve, not yet dashed.
  [[nodiscard]] const Curve& curve(std::size_t trace) const { return shown_[trace].curve; }
  /// What lies behind them: kept runs, seeds.
  [[nodiscard]] const std::vector<Overlay>& overlays() const { return overlays_.curves; }
  /// Where the line under the mouse stands, as a share of the axes' width; nothing: nowhere.
  [[nodiscard]] std::optional<double> pointerLine() const;
  /// The marks that are drawn: those in the window.
  [[nodiscard]] const std::vector<Mark>& marks() const { return marks_.marks(); }
  [[nodiscard]] TitleRow titleRow() const override;
  /// What was recorded of a trace nearest to a time, the difference where one is shown.
  [[nodiscard]] std::optional<Sample> sampleAt(const TraceStore& traces, std::size_t trace,
                                               double t) const;

 protected:
  void contentChanged(bool is_other) override;
  void paintAxes(QCPPainter& painter) override;

 private:
  static constexpr const char* kCursorLayer = "cursor";
  /// A curve in the picture.
  struct Drawn {
    QPointer<QCPGraph> graph;
    Dasher dasher;
  };
  struct Shown {
    Drawn drawn;
    Curve curve;  // as the store gave it
  };

  void adopt(TraceList list);
  void updateOverlays();
  void updateRange(double now);
  void updateData(Drawn& drawing, const Curve& whole, const TraceStyle& style);
  [[nodiscard]] const Mark* pointedMark() const;  // nullptr: none
  void updateReadings(const TraceStore& traces);
  void placeLine(QCPItemLine& line, std::optional<double> t);

  std::vector<Shown> shown_;  // one for each trace of the list
  Overlays overlays_;
  std::vector<Drawn> behind_;  // one for each overlay
  std::optional<std::uint64_t> layout_generation_;
  CursorTimes cursors_;
  bool is_time_read_ = false;

  std::array<QCPItemLine*, 3> lines_{};  // pointer, first, second
  MarkLines marks_;
};

}  // namespace vle::ui
