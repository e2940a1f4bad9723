// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/plot_board.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <QEvent>
#include <QPainter>
#include <QScrollBar>

#include "board/board_gestures.h"
#include "board/board_layout.h"
#include "board/board_tools.h"
#include "board/cursor_table.h"
#include "board/plot_kinds.h"
#include "model/variants.h"
#include "plot/tick_text.h"
#include "session/board.h"

namespace vle::ui {

namespace {

constexpr double kSlowEvery = 0.14;  ///< s between two pictures of the slow plots
constexpr double kSoon = 0.03;       ///< s, more than a frame
constexpr double kHeavyMs = 6;       ///< of a frame's 16
constexpr int kMarginGrid = 6;       ///< left margins are multiples, so that they seldom change
constexpr int kLeastMargin = 36;

/// Matrices change as slowly as what is learned, and spectra as slowly as one can read them.
bool isSlowlyDrawn(const PlotWidget& plot) {
  const Plot::Kind kind = plot.content().kind;
  return plot.content().is_slow || kind == Plot::Kind::Heat || kind == Plot::Kind::Spectrum;
}

std::ptrdiff_t divergedCount(const Lab& lab) {
  return std::ranges::count_if(
      lab.variants(), [](const VariantStatus& variant) { return variant.divergence.has_value(); });
}

}  // namespace

PlotBoard::PlotBoard(Document& document, const Lab& lab, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      document_(document),
      lab_(lab),
      theme_(theme),
      area_(new QScrollArea(this)),
      page_(new QWidget),
      empty_(new QLabel(tr("Nothing to plot yet: add a layer."), this)),
      gestures_(new BoardGestures(*this)) {
  area_->setFrameShape(QFrame::NoFrame);
  area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area_->setWidget(page_);
  area_->viewport()->setAutoFillBackground(false);
  page_->setAutoFillBackground(false);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setProperty("role", "dim");
  setAccessibleName(tr("Plots"));
  connect(area_->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { outdate(); });
  connect(&document_, &Document::changed, this, &PlotBoard::onChanged);
  connect(&lab_, &Lab::variantsChanged, this, &PlotBoard::rebuild);
  connect(&lab_, &Lab::frame, this, &PlotBoard::onFrame);
  connect(&lab_, &Lab::statusChanged, this, [this] {
    if (lab_.shownName() != front_) rebuild();
    onFrame();  // paused, the plots show the very newest
  });
  connect(&redraw_, &TempoTimer::timeout, this, [this] { drawDue(false); });
  connect(&remark_ends_, &TempoTimer::timeout, this, [this] { remark({}); });
  connect(&lab_, &Lab::restarted, this, &PlotBoard::onRestarted);
  connect(&lab_, &Lab::marksChanged, this, [this] { outdate(); });
  connect(&lab_, &Lab::keptRunsChanged, this, [this] { outdate(); });
  connect(&lab_.seeds(), &SeedRuns::changed, this, [this] { outdate(); });
  page_->setAcceptDrops(true);
  gestures_->watch(*page_);
  rebuild();
}

PlotBoard::~PlotBoard() = default;

double PlotBoard::now() const {
  return std::chrono::duration<double>(Tempo::now() - start_).count();
}

void PlotBoard::onChanged(const Change& change) {
  if (change.reachesSimulation() || change.board || change.meta) rebuild();
}

std::vector<PlotContent> PlotBoard::contents(const Theme& theme) const {
  const Project& project = document_.project();
  std::vector<Variant> all;
  std::vector<std::string> diverged;
  for (const VariantStatus& status : lab_.variants()) {
    all.push_back(status.variant);
    if (status.divergence) diverged.push_back(status.variant.name);
  }
  if (all.empty()) all = runningVariants(project);
  return boardContents(project, all, diverged, lab_.shownName(), theme);
}

void PlotBoard::rebuild() {
  const Project& project = document_.project();
  diverged_ = divergedCount(lab_);
  front_ = lab_.shownName();
  std::vector<PlotContent> contents = this->contents(theme_);
  const bool is_other = contents.size() != plots_.size();
  bool is_placed_anew = adoptKinds(contents) || is_other;
  for (std::size_t k = 0; k < plots_.size(); ++k) {
    is_placed_anew |= plots_[k]->content().height != contents[k].height ||
                      plots_[k]->content().is_slow != contents[k].is_slow ||
                      plots_[k]->content().is_wide != contents[k].is_wide ||
                      plots_[k]->content().kind != contents[k].kind;
    plots_[k]->setContent(std::move(contents[k]));
  }
  empty_->setVisible(plots_.empty());
  view_.setUp(length_ > 0 ? length_ : recentWindow(project), inputPeriod(project));
  outdate();
  left_margin_ = 0;
  if (is_placed_anew) arrange();
  announce();
}

/// Plots that are drawn by another class now are made anew, in their places.
/// @returns whether there were any
bool PlotBoard::adoptKinds(const std::vector<PlotContent>& contents) {
  while (plots_.size() > contents.size()) {
    delete plots_.back();
    plots_.pop_back();
  }
  bool any = false;
  for (std::size_t k = 0; k < contents.size(); ++k) {
    const bool is_there = k < plots_.size();
    if (is_there && isSameClass(plots_[k]->content().kind, contents[k].kind)) continue;
    any = true;
    PlotWidget* plot = makePlot(contents[k].kind, theme_, page_);
    connect(plot, &PlotWidget::outdated, this, [this] { outdate(); });
    gestures_->watch(*plot);
    if (is_there) {
      plot->setGeometry(plots_[k]->geometry());
      delete plots_[k];
      plots_[k] = plot;
    } else {
      plots_.push_back(plot);
    }
    plot->setLeftMargin(std::max(left_margin_, kLeastMargin));
    plot->show();
  }
  return any;
}

void PlotBoard::arrange() {
  area_->setGeometry(rect());
  empty_->setGeometry(rect());
  std::vector<PlotSize> sizes;
  for (const PlotWidget* plot : plots_) {
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
  for (std::size_t k = 0; k < plots_.size(); ++k) {
    plots_[k]->setTimeLabels(layout.plots[k].has_time_labels);
    plots_[k]->setGeometry(layout.plots[k].rect);
  }
  outdate();
}

void PlotBoard::onFrame() {
  const RunStatus& status = lab_.status();
  if (divergedCount(lab_) != diverged_) rebuild();  // their traces no longer decide about ranges
  if (isFrozen()) return announce();
  const bool is_moved = view_.advance(status.t, status.is_running, now(), newestEdge());
  announce();
  drawDue(is_moved);
}

void PlotBoard::drawDue(bool is_moved) {
  if (!isVisible() || window()->isMinimized()) return;
  const RunStatus& status = lab_.status();
  const double at = now();
  const bool is_following =
      view_.live().mode() == TimeView::Mode::Follow || !view_.isFollowing(false);
  const bool is_fast_due = is_outdated_ || is_moved || (is_following && status.step != fast_step_);
  const double wait = kSlowEvery - (at - slow_at_);
  const bool has_turn = unpainted_.empty() && (is_following || standing_turns_ == 0);
  const bool is_slow_due = slowData() != slow_data_ && wait <= 0 && has_turn;
  const bool takes_slow = is_outdated_ || is_slow_due;
  if (takes_slow) takeSlow(at);
  if (is_outdated_ || !status.is_running) {  // no frame may follow
    is_outdated_ = false;
    if (is_fast_due) drawFast(at);
    while (replotNextSlow()) continue;
  } else if (!is_following) {
    // A picture that stands still may change plot by plot: one a frame.
    if (!takes_slow && !replotNextSlow()) drawNextStanding(at);
  } else if (!isHeavy()) {
    if (is_fast_due) drawFast(at);
    replotNextSlow();
  } else if (takes_slow || has_drawn_fast_ || !is_fast_due) {
    // Curves that take long to draw scroll at half the rate; the slow plots get the frames between.
    has_drawn_fast_ = false;
    if (!takes_slow) replotNextSlow();
  } else {
    has_drawn_fast_ = true;
    drawFast(at);
  }
  if (slowData() != slow_data_ || !unpainted_.empty()) {  // it may have been the last frame
    redraw_.start(static_cast<int>(std::ceil(1000 * std::max(wait, kSoon))));
  }
  if (pointed_share_ >= 0) showCursors();  // what the crosshair points at has moved
  alignMargins();
}

/// What the slow plots are made of: the run, and the weights, which may come later.
std::pair<std::int64_t, std::uint64_t> PlotBoard::slowData() const {
  return {lab_.status().step, lab_.live().weightPictures()};
}

void PlotBoard::drawFast(double at) {
  fast_step_ = lab_.status().step;
  const PlotSource drawn_from = source();
  for (PlotWidget* plot : plots_) {
    if (isSlowlyDrawn(*plot) || plot->visibleRegion().isEmpty()) continue;
    plot->refresh(drawn_from, windowOf(*plot), at);
    plot->replot();
  }
  refresh_ms_ = 1000 * (now() - at);
}

/// All slow plots take their data from one moment, so that they end at the same time; they are
/// painted one a frame.
void PlotBoard::takeSlow(double at) {
  slow_data_ = slowData();
  slow_at_ = at;
  standing_turns_ = plots_.size();  // where frames take long, slow plots would be due again at once
  unpainted_.clear();
  const PlotSource drawn_from = source();
  for (PlotWidget* plot : plots_) {
    // Scrolling back makes everything outdated.
    if (!isSlowlyDrawn(*plot) || plot->visibleRegion().isEmpty()) continue;
    plot->refresh(drawn_from, windowOf(*plot), at);
    unpainted_.emplace_back(plot);
  }
}

bool PlotBoard::replotNextSlow() {
  if (unpainted_.empty()) return false;
  if (PlotWidget* plot = unpainted_.front()) plot->replot();
  unpainted_.erase(unpainted_.begin());
  return true;
}

bool PlotBoard::isHeavy() const {
  double ms = refresh_ms_;
  for (const PlotWidget* plot : plots_) {
    if (!isSlowlyDrawn(*plot)) ms += plot->replotMs();
  }
  return ms > kHeavyMs;
}

void PlotBoard::drawNextStanding(double at) {
  const PlotSource drawn_from = source();
  for (std::size_t tries = 0; tries < plots_.size(); ++tries) {
    next_standing_ = (next_standing_ + 1) % plots_.size();
    PlotWidget& plot = *plots_[next_standing_];
    if (isSlowlyDrawn(plot) || plot.timeWindow() == windowOf(plot)) continue;
    if (plot.visibleRegion().isEmpty()) continue;
    plot.refresh(drawn_from, windowOf(plot), at);
    standing_turns_ -= std::min<std::size_t>(standing_turns_, 1);
    return plot.replot();
  }
  standing_turns_ = 0;
}

void PlotBoard::outdate() {
  is_outdated_ = true;
  redraw_.start(0);  // while paused no frame comes
}

void PlotBoard::alignMargins() {
  int needed = kLeastMargin;
  for (const PlotWidget* plot : plots_) needed = std::max(needed, plot->neededLeftMargin());
  needed = (needed + kMarginGrid - 1) / kMarginGrid * kMarginGrid;
  if (needed <= left_margin_) return;  // it grows only: the picture must not move to and fro
  left_margin_ = needed;
  for (PlotWidget* plot : plots_) plot->setLeftMargin(left_margin_);
}

void PlotBoard::onRestarted() {
  frozen_.reset();
  cursors_ = {};
  emit cursorsChanged();
  view_.restart();
  left_margin_ = 0;
  outdate();
  for (PlotWidget* plot : plots_) plot->restart();
}

void PlotBoard::themeChanged() {
  rebuild();
  for (PlotWidget* plot : plots_) plot->restyle();
  if (tools_) tools_->themeChanged();
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
