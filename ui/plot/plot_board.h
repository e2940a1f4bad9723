// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The board: every plot of the project, live. Listens to the document and the lab, decides what has
// to be drawn again, and moves one cursor through all plots. Used by the main window. GUI thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <QLabel>
#include <QScrollArea>
#include <QTimer>
#include <QWidget>

#include "document/document.h"
#include "lab/lab.h"
#include "plot/time_view.h"
#include "plot/trace_plot.h"
#include "theme.h"

namespace vle::ui {

class PlotBoard : public QWidget {
  Q_OBJECT

 public:
  PlotBoard(const Document& document, const Lab& lab, const Theme& theme,
            QWidget* parent = nullptr);

  /// Colours or fonts are others now.
  void themeChanged();

  /// What the fast plots show: "following 0.3 s", "last 0.3 s, in step with the input", …
  [[nodiscard]] QString statusText() const;

  /// The plots, column by column.
  [[nodiscard]] const std::vector<TracePlot*>& plots() const { return plots_; }

 signals:
  void statusChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void onChanged(const Change& change);
  void onFrame();
  void onRestarted();
  void onPointed(TracePlot* plot, double share);
  void rebuild();
  void arrange();
  void drawDue(bool is_moved);
  void outdate();
  void alignMargins();
  void announce();
  [[nodiscard]] double now() const;
  [[nodiscard]] std::string front() const;  // name of the variant on the canvas

  const Document& document_;
  const Lab& lab_;
  const Theme& theme_;
  QScrollArea* area_;
  QWidget* page_;
  QLabel* empty_;
  std::vector<TracePlot*> plots_;  // children of the page
  std::int64_t fast_step_ = -1;    // the newest that the fast plots show …
  std::int64_t slow_step_ = -1;    // … and the slow ones,
  double slow_at_ = 0;             // drawn at this wall time, s
  int left_margin_ = 0;

  TimeView view_;
  std::string front_;            // the variant drawn on top
  std::ptrdiff_t diverged_ = 0;  // variants
  QTimer redraw_;                // for what no frame will draw
  bool is_outdated_ = true;      // everything has to be drawn, whatever was recorded
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  QString announced_;
};

}  // namespace vle::ui
