// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The board on the screen: every plot of the project, live. Listens to the document and the lab,
// makes the plots, puts them in their places and has them drawn when they are due; what they show
// and what a person does with them is the business of its BoardController. Used by the main window.
// GUI thread.
#pragma once

#include <string>
#include <vector>

#include <QLabel>
#include <QPointer>
#include <QScrollArea>
#include <QWidget>

#include "board/board_controller.h"
#include "board/draw_schedule.h"
#include "document/document.h"
#include "drawing/theme.h"
#include "plot/plot_widget.h"
#include "session/lab.h"
#include "session/tempo_timer.h"

namespace vle::ui {

class BoardGestures;
class BoardTools;

class PlotBoard : public QWidget {
  Q_OBJECT

 public:
  PlotBoard(Document& document, const Lab& lab, Focus& focus, const Theme& theme,
            QWidget* parent = nullptr);
  ~PlotBoard() override;

  /// What it shows, and all that can be done with it.
  [[nodiscard]] BoardController& controller() { return *control_; }
  /// Buttons for everything of the board, to be put where there is room.
  [[nodiscard]] QWidget* tools();
  /// Colours or fonts are others now.
  void themeChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void onChanged(const Change& change);
  void onFrame();
  void onRestarted();
  void rebuild();
  bool adoptKinds(const std::vector<PlotContent>& contents);
  void arrange();
  void drawDue(bool is_moved);
  void outdate();
  void alignMargins();
  [[nodiscard]] const std::vector<PlotWidget*>& plots() const { return control_->plots(); }

  const Lab& lab_;
  const Theme& theme_;
  QScrollArea* area_;
  QWidget* page_;  // of the plots, which are its children
  QLabel* empty_;
  BoardController* control_;
  BoardGestures* gestures_;
  DrawSchedule schedule_;
  QPointer<BoardTools> tools_;
  TempoTimer redraw_{TempoTimer::Rings::Once};  // for what no frame will draw
  std::ptrdiff_t diverged_ = 0;                 // variants
  int left_margin_ = 0;
};

}  // namespace vle::ui
