// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/plot_board.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <QEvent>
#include <QPainter>
#include <QScrollBar>

#include "lab/board.h"
#include "model/variants.h"
#include "plot/board_layout.h"
#include "plot/tick_text.h"

namespace vle::ui {

namespace {

constexpr double kSlowEvery = 0.12;    ///< s between two pictures of the slow plots
constexpr double kSlowAtLeast = 0.15;  ///< the same while fast plots are painted in every frame
constexpr int kMarginGrid = 6;         ///< left margins are multiples, so that they seldom change
constexpr int kLeastMargin = 36;

}  // namespace

PlotBoard::PlotBoard(const Document& document, const Lab& lab, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      document_(document),
      lab_(lab),
      theme_(theme),
      area_(new QScrollArea(this)),
      page_(new QWidget),
      empty_(new QLabel(tr("Nothing to plot yet: add a layer."), this)) {
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
    if (front() != front_) rebuild();
    onFrame();  // paused, the plots show the very newest
  });
  redraw_.setSingleShot(true);
  connect(&redraw_, &QTimer::timeout, this, [this] { drawDue(false); });
  connect(&lab_, &Lab::restarted, this, &PlotBoard::onRestarted);
  rebuild();
}

double PlotBoard::now() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

std::string PlotBoard::front() const {
  const std::size_t shown = lab_.shown();
  return shown < lab_.variants().size() ? lab_.variants()[shown].variant.name : std::string();
}

void PlotBoard::onChanged(const Change& change) {
  if (change.reachesSimulation() || change.board || change.meta) rebuild();
}

void PlotBoard::rebuild() {
  const Project& project = document_.project();
  std::vector<Variant> all;
  std::vector<std::string> diverged;
  for (const VariantStatus& status : lab_.variants()) {
    all.push_back(status.variant);
    if (status.divergence) diverged.push_back(status.variant.name);
  }
  diverged_ = static_cast<std::ptrdiff_t>(diverged.size());
  if (all.empty()) all = runningVariants(project);
  front_ = front();
  std::vector<PlotContent> contents = boardContents(project, all, diverged, front_, theme_);
  const bool is_other = contents.size() != plots_.size();
  while (plots_.size() > contents.size()) {
    delete plots_.back();
    plots_.pop_back();
  }
  while (plots_.size() < contents.size()) {
    auto* plot = new TracePlot(theme_, page_);
    connect(plot, &TracePlot::outdated, this, [this] { outdate(); });
    connect(plot, &TracePlot::pointed, this,
            [this, plot](double share) { onPointed(plot, share); });
    plot->show();
    plots_.push_back(plot);
  }
  bool is_placed_anew = is_other;
  for (std::size_t k = 0; k < plots_.size(); ++k) {
    is_placed_anew |= plots_[k]->content().height != contents[k].height ||
                      plots_[k]->content().is_slow != contents[k].is_slow;
    plots_[k]->setContent(std::move(contents[k]));
  }
  empty_->setVisible(plots_.empty());
  view_.setUp(recentWindow(project), inputPeriod(project));
  outdate();
  left_margin_ = 0;
  if (is_placed_anew) arrange();
  announce();
}

void PlotBoard::arrange() {
  area_->setGeometry(rect());
  empty_->setGeometry(rect());
  std::vector<PlotSize> sizes;
  for (const TracePlot* plot : plots_) {
    sizes.push_back({plot->content().height, plot->content().is_slow});
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
  const auto diverged = std::ranges::count_if(
      lab_.variants(), [](const VariantStatus& variant) { return variant.divergence.has_value(); });
  if (diverged != diverged_) rebuild();  // their traces no longer decide about ranges
  const bool is_moved = view_.advance(status.t, status.is_running, now());
  announce();
  drawDue(is_moved);
}

void PlotBoard::drawDue(bool is_moved) {
  if (!isVisible() || window()->isMinimized()) return;
  const RunStatus& status = lab_.status();
  const double at = now();
  const bool is_following = view_.mode() == TimeView::Mode::Follow;
  const bool fast = is_outdated_ || is_moved || (is_following && status.step != fast_step_);
  // The slow plots in one frame, so that they end at the same time; best in one without fast plots,
  // if there is one soon.
  const double wait = (fast ? kSlowAtLeast : kSlowEvery) - (at - slow_at_);
  const bool is_slow_newer = status.step != slow_step_;
  const bool slow = is_outdated_ || (is_slow_newer && wait <= 0);
  if (is_slow_newer && !slow && !redraw_.isActive()) {  // it may have been the last frame
    redraw_.start(static_cast<int>(std::ceil(wait * 1000)));
  }
  if (!fast && !slow) return;
  is_outdated_ = false;
  if (fast) fast_step_ = status.step;
  if (slow) {
    slow_step_ = status.step;
    slow_at_ = at;
  }
  const TimeWindow whole = wholeRun(status.t);
  for (TracePlot* plot : plots_) {
    const bool is_slow = plot->content().is_slow;
    if (!(is_slow ? slow : fast)) continue;
    if (plot->visibleRegion().isEmpty()) continue;  // scrolling back makes everything outdated
    plot->refresh(lab_.traces(), is_slow ? whole : view_.window(), at);
  }
  alignMargins();
}

void PlotBoard::outdate() {
  is_outdated_ = true;
  redraw_.start(0);  // while paused no frame comes
}

void PlotBoard::alignMargins() {
  int needed = kLeastMargin;
  for (const TracePlot* plot : plots_) needed = std::max(needed, plot->neededLeftMargin());
  needed = (needed + kMarginGrid - 1) / kMarginGrid * kMarginGrid;
  if (needed <= left_margin_) return;  // it grows only: the picture must not move to and fro
  left_margin_ = needed;
  for (TracePlot* plot : plots_) plot->setLeftMargin(left_margin_);
}

void PlotBoard::onRestarted() {
  view_.restart();
  left_margin_ = 0;
  outdate();
  for (TracePlot* plot : plots_) plot->restart();
}

void PlotBoard::onPointed(TracePlot* pointed, double share) {
  for (TracePlot* plot : plots_) {
    const bool is_linked = plot->content().is_slow == pointed->content().is_slow;
    plot->showCursor(share >= 0 && is_linked ? std::optional(share) : std::nullopt,
                     plot == pointed);
  }
}

QString PlotBoard::statusText() const {
  const double length = view_.length();
  const QString window = timeText(length, niceStep(length, 5));
  if (!lab_.status().is_running) return tr("last %1").arg(window);
  switch (view_.mode()) {
    case TimeView::Mode::InStep:
      return tr("last %1, in step with the input").arg(window);
    case TimeView::Mode::Stills:
      return tr("last %1, a still every 0.2 s").arg(window);
    case TimeView::Mode::Follow:
      break;
  }
  return tr("following %1").arg(window);
}

void PlotBoard::announce() {
  if (statusText() == announced_) return;
  announced_ = statusText();
  emit statusChanged();
}

void PlotBoard::themeChanged() {
  rebuild();
  for (TracePlot* plot : plots_) plot->restyle();
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
