// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/plot_board.h"

#include <algorithm>
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

constexpr double kSlowEvery = 0.08;    ///< s between two pictures of a slow plot
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
  connect(area_->verticalScrollBar(), &QScrollBar::valueChanged, this,
          [this] { is_outdated_ = true; });
  connect(&document_, &Document::changed, this, &PlotBoard::onChanged);
  connect(&lab_, &Lab::variantsChanged, this, &PlotBoard::rebuild);
  connect(&lab_, &Lab::frame, this, &PlotBoard::onFrame);
  connect(&lab_, &Lab::restarted, this, &PlotBoard::onRestarted);
  rebuild();
}

double PlotBoard::now() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
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
  std::vector<PlotContent> contents = boardContents(project, all, diverged, theme_);
  const bool is_other = contents.size() != plots_.size();
  while (plots_.size() > contents.size()) {
    delete plots_.back();
    plots_.pop_back();
  }
  while (plots_.size() < contents.size()) {
    auto* plot = new TracePlot(theme_, page_);
    connect(plot, &TracePlot::outdated, this, [this] { is_outdated_ = true; });
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
  drawn_.assign(plots_.size(), {});
  empty_->setVisible(plots_.empty());
  view_.setUp(recentWindow(project), inputPeriod(project));
  is_outdated_ = true;
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
  is_outdated_ = true;
}

void PlotBoard::onFrame() {
  const RunStatus& status = lab_.status();
  const auto diverged = std::ranges::count_if(
      lab_.variants(), [](const VariantStatus& variant) { return variant.divergence.has_value(); });
  if (diverged != diverged_) rebuild();  // their traces no longer decide about ranges
  const bool is_moved = view_.advance(status.t, status.is_running, now());
  announce();
  if (!isVisible() || window()->isMinimized()) return;
  const bool is_following = view_.mode() == TimeView::Mode::Follow;
  std::vector<std::size_t> due;
  std::optional<std::size_t> slow;  // only the one that waits longest: it keeps the frames short
  for (std::size_t k = 0; k < plots_.size(); ++k) {
    const bool is_newer = status.step != drawn_[k].step;
    if (is_outdated_) {
      due.push_back(k);
    } else if (!plots_[k]->content().is_slow) {
      if (is_moved || (is_following && is_newer)) due.push_back(k);
    } else if (is_newer && now() - drawn_[k].at >= kSlowEvery) {
      if (!slow || drawn_[k].at < drawn_[*slow].at) slow = k;
    }
  }
  // Best in a frame without fast plots, if there is one soon.
  if (slow && (due.empty() || now() - drawn_[*slow].at >= kSlowAtLeast)) due.push_back(*slow);
  is_outdated_ = false;
  for (const std::size_t k : due) draw(k);
  if (!due.empty()) alignMargins();
}

void PlotBoard::draw(std::size_t index) {
  TracePlot& plot = *plots_[index];
  drawn_[index] = {lab_.status().step, now()};
  if (plot.visibleRegion().isEmpty()) return;  // scrolling back makes everything outdated
  const TimeWindow window = plot.content().is_slow ? wholeRun(lab_.status().t) : view_.window();
  plot.refresh(lab_.traces(), window, now());
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
  is_outdated_ = true;
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

void PlotBoard::showEvent(QShowEvent*) { is_outdated_ = true; }

void PlotBoard::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) arrange();
  QWidget::changeEvent(event);
}

}  // namespace vle::ui
