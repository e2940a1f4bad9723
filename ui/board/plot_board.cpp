// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/plot_board.h"

#include <algorithm>
#include <utility>

#include <QEvent>
#include <QPainter>
#include <QScrollBar>

#include "board/board_gestures.h"
#include "board/board_layout.h"
#include "board/board_tools.h"
#include "board/plot_kinds.h"

namespace vle::ui {

namespace {

constexpr int kMarginGrid = 6;  ///< left margins are multiples, so that they seldom change
constexpr int kLeastMargin = 36;

std::ptrdiff_t divergedCount(const Lab& lab) {
  return std::ranges::count_if(
      lab.variants(), [](const VariantStatus& variant) { return variant.divergence.has_value(); });
}

}  // namespace

PlotBoard::PlotBoard(Document& document, const Lab& lab, Focus& focus, const Theme& theme,
                     QWidget* parent)
    : QWidget(parent),
      lab_(lab),
      theme_(theme),
      area_(new QScrollArea(this)),
      page_(new QWidget),
      empty_(new QLabel(tr("Nothing to plot yet: add a layer."), this)),
      control_(new BoardController(document, lab, focus, *this)),
      gestures_(new BoardGestures(*control_, *area_)),
      schedule_(*control_) {
  area_->setFrameShape(QFrame::NoFrame);
  area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area_->setWidget(page_);
  area_->viewport()->setAutoFillBackground(false);
  page_->setAutoFillBackground(false);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setProperty("role", "dim");
  setAccessibleName(tr("Plots"));
  connect(area_->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { outdate(); });
  connect(control_, &BoardController::outdated, this, [this] { outdate(); });
  // Numbers of another zoom may have been longer.
  connect(control_, &BoardController::followed, this, [this] { left_margin_ = 0; });
  connect(&document, &Document::changed, this, &PlotBoard::onChanged);
  connect(&lab_, &Lab::variantsChanged, this, &PlotBoard::rebuild);
  connect(&lab_, &Lab::frame, this, &PlotBoard::onFrame);
  connect(&lab_, &Lab::shownChanged, this, &PlotBoard::rebuild);
  // Paused, the plots show the very newest.
  connect(&lab_.control(), &RunControl::statusChanged, this, &PlotBoard::onFrame);
  connect(&redraw_, &TempoTimer::timeout, this, [this] { drawDue(false); });
  connect(&lab_.control(), &RunControl::restarted, this, &PlotBoard::onRestarted);
  connect(&lab_.marks(), &MarkList::changed, this, [this] { outdate(); });
  connect(&lab_.keptRuns(), &KeptRuns::changed, this, [this] { outdate(); });
  connect(&lab_.seeds(), &SeedRuns::changed, this, [this] { outdate(); });
  page_->setAcceptDrops(true);
  gestures_->watch(*page_);
  rebuild();
}

PlotBoard::~PlotBoard() = default;

void PlotBoard::onChanged(const Change& change) {
  if (change.reachesSimulation() || change.board || change.meta) rebuild();
}

void PlotBoard::rebuild() {
  diverged_ = divergedCount(lab_);
  std::vector<PlotContent> contents = control_->contents(theme_);
  const auto content = [](const PlotWidget* plot) -> const PlotContent& { return plot->content(); };
  const bool is_same = std::ranges::equal(contents, plots(), {}, {}, content);
  const bool is_window_same = !control_->setUpView();
  if (is_same && is_window_same && !plots().empty()) return;  // a slider that is dragged
  const bool is_other = contents.size() != plots().size();
  bool is_placed_anew = adoptKinds(contents) || is_other;
  for (std::size_t k = 0; k < plots().size(); ++k) {
    PlotWidget& plot = *plots()[k];
    is_placed_anew |= plot.content().height != contents[k].height ||
                      plot.content().is_slow != contents[k].is_slow ||
                      plot.content().is_wide != contents[k].is_wide ||
                      plot.content().kind != contents[k].kind;
    plot.setContent(std::move(contents[k]));
  }
  empty_->setVisible(plots().empty());
  outdate();
  left_margin_ = 0;
  if (is_placed_anew) arrange();
}

/// Plots that are drawn by another class now are made anew, in their places.
/// @returns whether there were any
bool PlotBoard::adoptKinds(const std::vector<PlotContent>& contents) {
  std::vector<PlotWidget*> kept = plots();
  std::vector<PlotWidget*> gone;
  bool any = false;
  for (std::size_t k = 0; k < contents.size(); ++k) {
    const bool is_there = k < kept.size();
    if (is_there && isSameClass(kept[k]->content().kind, contents[k].kind)) continue;
    any = true;
    PlotWidget* plot = makePlot(contents[k].kind, theme_, page_);
    connect(plot, &PlotWidget::outdated, this, [this] { outdate(); });
    gestures_->watch(*plot);
    if (is_there) {
      plot->setGeometry(kept[k]->geometry());
      gone.push_back(std::exchange(kept[k], plot));
    } else {
      kept.push_back(plot);
    }
    plot->setLeftMargin(std::max(left_margin_, kLeastMargin));
    plot->show();
  }
  while (kept.size() > contents.size()) {
    gone.push_back(kept.back());
    kept.pop_back();
  }
  control_->setPlots(std::move(kept));
  for (const PlotWidget* plot : gone) delete plot;
  return any;
}

void PlotBoard::arrange() {
  area_->setGeometry(rect());
  empty_->setGeometry(rect());
  std::vector<PlotSize> sizes;
  for (const PlotWidget* plot : plots()) {
    const PlotContent& content = plot->content();
    sizes.push_back({content.height, content.is_slow, content.is_wide, !content.isOverTime()});
  }
  QSize room = size();
  BoardLayout layout = layOut(sizes, room, font());
  if (layout.height > room.height()) {  // it will scroll
    room.rwidth() -= area_->verticalScrollBar()->sizeHint().width();
    layout = layOut(sizes, room, font());
  }
  page_->resize(room.width(), std::max(layout.height, 1));
  for (std::size_t k = 0; k < plots().size(); ++k) {
    plots()[k]->setTimeLabels(layout.plots[k].has_time_labels);
    plots()[k]->setGeometry(layout.plots[k].rect);
  }
  outdate();
}

void PlotBoard::onFrame() {
  if (divergedCount(lab_) != diverged_) rebuild();  // their traces no longer decide about ranges
  const bool is_moved = control_->advance();
  if (!control_->isFrozen()) drawDue(is_moved);
}

void PlotBoard::drawDue(bool is_moved) {
  if (!isVisible() || window()->isMinimized()) return;
  if (const auto wait = schedule_.draw(is_moved)) redraw_.start(*wait);
  control_->updatePointer();
  alignMargins();
}

void PlotBoard::outdate() {
  schedule_.outdate();
  redraw_.start(0);  // while paused no frame comes
}

void PlotBoard::alignMargins() {
  int needed = kLeastMargin;
  for (const PlotWidget* plot : plots()) needed = std::max(needed, plot->neededLeftMargin());
  needed = (needed + kMarginGrid - 1) / kMarginGrid * kMarginGrid;
  if (needed <= left_margin_) return;  // it grows only: the picture must not move to and fro
  left_margin_ = needed;
  for (PlotWidget* plot : plots()) plot->setLeftMargin(left_margin_);
}

void PlotBoard::onRestarted() {
  control_->restart();
  left_margin_ = 0;
  outdate();
  for (PlotWidget* plot : plots()) plot->restart();
}

QWidget* PlotBoard::tools() {
  if (!tools_) tools_ = new BoardTools(*control_, this);
  return tools_;
}

void PlotBoard::themeChanged() {
  rebuild();
  for (PlotWidget* plot : plots()) plot->restyle();
  arrange();
}

void PlotBoard::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), theme_.panel); }

void PlotBoard::resizeEvent(QResizeEvent*) { arrange(); }

void PlotBoard::showEvent(QShowEvent*) { outdate(); }

void PlotBoard::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) arrange();
  QWidget::changeEvent(event);
}

}  // namespace vle::ui
