// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The board: every plot of the project, live. Listens to the document and the lab, decides what has
// to be drawn again, and links the plots: one crosshair, two cursors, one time axis. What a person
// changes of the board itself is an edit of the document. Used by the main window. GUI thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QLabel>
#include <QPointer>
#include <QScrollArea>
#include <QWidget>

#include "board/board_view.h"
#include "document/document.h"
#include "drawing/theme.h"
#include "plot/plot_widget.h"
#include "session/board_edits.h"
#include "session/lab.h"
#include "session/tempo_timer.h"

namespace vle::ui {

class BoardGestures;
class BoardTools;
class CursorTable;

class PlotBoard : public QWidget {
  Q_OBJECT

 public:
  PlotBoard(Document& document, const Lab& lab, const Theme& theme, QWidget* parent = nullptr);
  ~PlotBoard() override;

  /// Colours or fonts are others now.
  void themeChanged();

  /// What the fast plots show: "following 0.3 s", "last 0.3 s, in step with the input", "frozen".
  [[nodiscard]] QString statusText() const;
  /// The cursors in one line: "t₁ … t₂ … Δt … 1/Δt …"; empty without cursors.
  [[nodiscard]] QString cursorText() const;
  /// The same in parts: times first, then what lies between.
  [[nodiscard]] QStringList cursorParts() const;

  /// The plots, column by column.
  [[nodiscard]] const std::vector<PlotWidget*>& plots() const { return plots_; }
  /// Buttons for everything of the board, to be put where there is room.
  [[nodiscard]] QWidget* tools();

  // --- The board itself: edits of the document -------------------------------------------------

  /// The plots as they are in the project, or as chosen for it.
  [[nodiscard]] Board board() const;
  /// Does the project have a layer of this name?
  [[nodiscard]] bool hasLayer(const std::string& name) const;
  /// Makes another board one undo step.
  void push(const QString& text, Board board, const QString& merge_key = {});
  /// The probes that exist in the variant on the canvas; empty before the first frame.
  [[nodiscard]] std::vector<ProbeChoice> probeChoices() const;
  /// Lets a person choose a probe for a new plot, or for the one given.
  void askForProbe(std::optional<std::size_t> plot = std::nullopt);
  /// The place of a plot on the board.
  [[nodiscard]] std::optional<std::size_t> indexOf(const PlotWidget* plot) const;
  /// The board as it is drawn now, and the lab: for menus and exports.
  [[nodiscard]] const Lab& lab() const { return lab_; }
  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] const Document& document() const { return document_; }
  /// The history that is drawn: that of the lab, or the copy of a frozen board.
  [[nodiscard]] const TraceStore& traces() const;
  [[nodiscard]] PlotSource source() const;
  /// What its plots show, in a theme of choice: pictures on paper are light.
  [[nodiscard]] std::vector<PlotContent> contents(const Theme& theme) const;
  /// The stretch of time a plot shows; one that is scrolled away is not drawn, but shows it too.
  [[nodiscard]] TimeWindow windowOf(const PlotWidget& plot) const;
  /// Says something where the status stands, for a few seconds.
  void remark(const QString& sentence);

  // --- Measuring ------------------------------------------------------------------------------

  [[nodiscard]] const BoardView& view() const { return view_; }
  [[nodiscard]] bool isFrozen() const { return frozen_.has_value(); }
  [[nodiscard]] const CursorTimes& cursors() const { return cursors_; }
  /// The crosshair stands at a share of a plot's window, and so in all plots; −1: gone.
  void point(PlotWidget* plot, double share);
  /// Puts the first or second cursor at a share of a plot's window, at the nearest sample. In a
  /// picture that moves this freezes it.
  void placeCursor(PlotWidget* plot, double share, bool is_second);
  void moveCursor(bool is_second, double t);
  /// Moves a cursor by a pixel, or to the next recorded row where those are farther apart.
  /// @param direction  1: later, −1: earlier
  void stepCursor(PlotWidget* plot, bool is_second, int direction);
  /// Shows all values at the cursors in a table of its own.
  void showCursorTable();
  void clearCursors();
  void zoomTime(PlotWidget* plot, double share, double factor);
  void panTime(PlotWidget* plot, double ms);
  void setSync(TimeView::Sync sync);
  /// ms; 0: as suits the project. What is shown, not what is saved.
  void setWindowLength(double length);
  [[nodiscard]] double windowLength() const { return length_; }

 public slots:
  /// Adds a probe, as "hidden.e" or "W2.W[0;1]": to a plot, or as a plot of its own at the end.
  /// @param plot  index; −1: a new plot
  void addProbe(const QString& probe, int plot = -1);
  /// Holds the picture with all its data; the run goes on and is recorded. Off: back to the newest.
  void setFrozen(bool frozen);
  /// Back to the newest in all plots, value axes by the data.
  void follow();

 signals:
  void statusChanged();
  void cursorsChanged();
  /// A cell of a heat map was clicked.
  void synapsePicked(const QString& projection, std::size_t upper, std::size_t lower);
  /// The error neuron of a curve is to be held against the exact gradient.
  void neuronPicked(const QString& layer, std::size_t neuron);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  /// What a frozen board draws.
  struct Frozen {
    TraceStore traces;
    LiveView live;
    std::vector<Mark> marks;
  };

  void onChanged(const Change& change);
  void onFrame();
  void onRestarted();
  void rebuild();
  bool adoptKinds(const std::vector<PlotContent>& contents);
  void arrange();
  void drawDue(bool is_moved);
  [[nodiscard]] std::pair<std::int64_t, std::uint64_t> slowData() const;
  void drawFast(double at);
  void takeSlow(double at);
  bool replotNextSlow();  // false: there is none
  void drawNextStanding(double at);
  [[nodiscard]] bool isHeavy() const;
  void outdate();
  void alignMargins();
  void announce();
  void showCursors();
  [[nodiscard]] double pointerIn(const PlotWidget& plot) const;
  [[nodiscard]] double newestEdge() const;
  [[nodiscard]] double nearestSample(const PlotWidget& plot, double t) const;
  [[nodiscard]] std::optional<double> nextSample(const PlotWidget& plot, double t,
                                                 int direction) const;
  [[nodiscard]] double now() const;

  Document& document_;
  const Lab& lab_;
  const Theme& theme_;
  QScrollArea* area_;
  QWidget* page_;
  QLabel* empty_;
  BoardGestures* gestures_;
  QPointer<BoardTools> tools_;
  QPointer<CursorTable> table_;
  std::vector<PlotWidget*> plots_;  // children of the page
  std::int64_t fast_step_ = -1;     // the newest that the fast plots show …
  std::pair<std::int64_t, std::uint64_t> slow_data_{-1, 0};  // … and the slow ones,
  std::vector<QPointer<PlotWidget>> unpainted_;              // some of which do not show it yet
  std::size_t next_standing_ = 0;
  std::size_t standing_turns_ = 0;  // that standing pictures have before slow plots are due
  double refresh_ms_ = 0;           // of all fast plots, repaints apart
  bool has_drawn_fast_ = false;     // in the frame before
  double slow_at_ = 0;              // drawn at this wall time, s
  int left_margin_ = 0;

  BoardView view_;
  double length_ = 0;  // of the window, by hand; 0: by the project
  std::optional<Frozen> frozen_;
  CursorTimes cursors_;
  QPointer<PlotWidget> pointed_;
  double pointed_share_ = -1;
  std::string front_;                           // the variant drawn on top
  std::ptrdiff_t diverged_ = 0;                 // variants
  TempoTimer redraw_{TempoTimer::Rings::Once};  // for what no frame will draw
  TempoTimer remark_ends_{TempoTimer::Rings::Once};
  QString remark_;
  bool is_outdated_ = true;  // everything has to be drawn, whatever was recorded
  Tempo::Time start_ = Tempo::now();
  QString announced_;
};

}  // namespace vle::ui
