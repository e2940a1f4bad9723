// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a board shows: its plots, live or frozen, their stretch of time, crosshair and cursors; and
// what a person changes of it, every change one edit of the document. Gestures, menu, tools, tables
// and exports ask it; PlotBoard makes the plots, puts them in their places and draws them. GUI
// thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QPointer>

#include "board/board_view.h"
#include "document/document.h"
#include "drawing/theme.h"
#include "model/board.h"
#include "plot/plot_widget.h"
#include "session/focus.h"
#include "session/lab.h"
#include "session/tempo_timer.h"

namespace vle::ui {

class BoardController : public QObject {
  Q_OBJECT

 public:
  /// @param widget  the board on the screen, which owns the controller
  BoardController(Document& document, const Lab& lab, Focus& focus, QWidget& widget);

  /// What dialogs stand over.
  [[nodiscard]] QWidget& widget() const { return widget_; }
  [[nodiscard]] const Document& document() const { return document_; }
  [[nodiscard]] const Lab& lab() const { return lab_; }

  /// The plots, column by column.
  [[nodiscard]] const std::vector<PlotWidget*>& plots() const { return plots_; }
  /// @param plots  those of the project, each alive as long as it is one of them
  void setPlots(std::vector<PlotWidget*> plots) { plots_ = std::move(plots); }
  /// The place of a plot on the board.
  [[nodiscard]] std::optional<std::size_t> indexOf(const PlotWidget* plot) const;

  // --- The board itself: edits of the document -------------------------------------------------

  /// The plots as they are in the project, or as chosen for it.
  [[nodiscard]] Board board() const;
  /// Makes another board one undo step.
  void push(const QString& text, Board board, const QString& merge_key = {});
  /// The probes that exist in the variant on the canvas; empty before the first frame.
  [[nodiscard]] std::vector<ProbeChoice> probeChoices() const;
  /// Adds a probe, as "hidden.e" or "W2.W[0;1]": to a plot, or as a plot of its own at the end.
  /// @param plot  index; −1: a new plot
  void addProbe(const QString& probe, int plot = -1);

  /// Looks at the synapse of a cell of a heat map.
  void look(const std::string& projection, std::size_t post, std::size_t pre);
  /// Looks at the error neuron of a curve, against the exact gradient.
  void compare(const std::string& layer, std::size_t neuron);

  // --- What is drawn ---------------------------------------------------------------------------

  /// The history that is drawn: that of the lab, or the copy of a frozen board.
  [[nodiscard]] const TraceStore& traces() const;
  [[nodiscard]] PlotSource source() const;
  /// What the plots show, in a theme of choice: pictures on paper are light.
  [[nodiscard]] std::vector<PlotContent> contents(const Theme& theme) const;
  /// The stretch of time a plot shows; one that is scrolled away is not drawn, but shows it too.
  [[nodiscard]] TimeWindow windowOf(const PlotWidget& plot) const;
  /// Wall time, s.
  [[nodiscard]] double now() const;
  /// One frame later.
  /// @returns whether the recent window is another one now
  bool advance();
  /// Takes the window over from the project, or as long as a person wants it.
  /// @returns whether it is another one now
  bool setUpView();
  /// Another run begins: live, without cursors.
  void restart();

  // --- Time ------------------------------------------------------------------------------------

  [[nodiscard]] const BoardView& view() const { return view_; }
  void zoomTime(PlotWidget* plot, double share, double factor);
  void panTime(PlotWidget* plot, double ms);
  void setSync(TimeView::Sync sync);
  /// ms; 0: as suits the project. What is shown, not what is saved.
  void setWindowLength(double length);
  [[nodiscard]] double windowLength() const { return length_; }
  /// Holds the picture with all its data; the run goes on and is recorded. Off: back to the newest.
  void setFrozen(bool frozen);
  [[nodiscard]] bool isFrozen() const { return frozen_.has_value(); }
  /// Back to the newest in all plots, value axes by the data.
  void follow();

  // --- Measuring -------------------------------------------------------------------------------

  [[nodiscard]] const CursorTimes& cursors() const { return cursors_; }
  /// The crosshair stands at a share of a plot's window, and so in all plots; −1: gone.
  void point(PlotWidget* plot, double share);
  /// The pictures have moved under the crosshair: it reads them anew.
  void updatePointer();
  /// Puts the first or second cursor at a share of a plot's window, at the nearest sample. In a
  /// picture that moves this freezes it.
  void placeCursor(PlotWidget* plot, double share, bool is_second);
  void moveCursor(bool is_second, double t);
  /// Moves a cursor by a pixel, or to the next recorded row where those are farther apart.
  /// @param direction  1: later, −1: earlier
  void stepCursor(PlotWidget* plot, bool is_second, int direction);
  void clearCursors();
  /// The cursors in parts: times first, then what lies between.
  [[nodiscard]] QStringList cursorParts() const;
  /// The same in one line: "t₁ … t₂ … Δt … 1/Δt …"; empty without cursors.
  [[nodiscard]] QString cursorText() const;

  // --- What it says of itself ------------------------------------------------------------------

  /// What the fast plots show, and what the recording takes: "following 0.3 s · 84 MB of 256".
  [[nodiscard]] QString statusText() const;
  /// Says something where the status stands, for a few seconds.
  void remark(const QString& sentence);

 signals:
  /// Everything has to be drawn again, whatever was recorded.
  void outdated();
  /// The plots are back at the newest: axes may be others.
  void followed();
  void statusChanged();
  void cursorsChanged();
  /// The error neuron that was chosen here is to be held against the exact gradient.
  void gradientWanted();

 private:
  /// What a frozen board draws.
  struct Frozen {
    TraceStore traces;
    LiveView live;
    std::vector<Mark> marks;
  };

  [[nodiscard]] QString windowText() const;
  [[nodiscard]] QString recordedText() const;
  void announce();
  void showCursors();
  [[nodiscard]] double pointerIn(const PlotWidget& plot) const;
  [[nodiscard]] double newestEdge() const;
  [[nodiscard]] double nearestSample(const PlotWidget& plot, double t) const;
  [[nodiscard]] std::optional<double> nextSample(const PlotWidget& plot, double t,
                                                 int direction) const;

  Document& document_;
  const Lab& lab_;
  Focus& focus_;
  QWidget& widget_;
  std::vector<PlotWidget*> plots_;
  BoardView view_;
  double length_ = 0;  // of the window, by hand; 0: by the project
  std::optional<Frozen> frozen_;
  CursorTimes cursors_;
  QPointer<PlotWidget> pointed_;
  double pointed_share_ = -1;
  TempoTimer remark_ends_{TempoTimer::Rings::Once};
  QString remark_;
  QString announced_;
  Tempo::Time start_ = Tempo::now();
};

}  // namespace vle::ui
