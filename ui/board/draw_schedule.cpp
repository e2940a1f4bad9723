// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/draw_schedule.h"

#include <algorithm>
#include <cmath>

namespace vle::ui {

namespace {

constexpr double kSlowEvery = 0.14;  ///< s between two pictures of the slow plots
constexpr double kSoon = 0.03;       ///< s, more than a frame
constexpr double kHeavyMs = 6;       ///< of a frame's 16

/// Matrices change as slowly as what is learned, and spectra as slowly as one can read them.
bool isSlowlyDrawn(const PlotWidget& plot) {
  const Plot::Kind kind = plot.content().kind;
  return plot.content().is_slow || kind == Plot::Kind::Heat || kind == Plot::Kind::Spectrum;
}

}  // namespace

std::optional<int> DrawSchedule::draw(bool is_moved) {
  const BoardView& view = board_.view();
  const RunStatus& status = board_.lab().control().status();
  const double at = board_.now();
  const bool is_following =
      view.live().mode() == TimeView::Mode::Follow || !view.isFollowing(false);
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
  // It may have been the last frame.
  if (slowData() == slow_data_ && unpainted_.empty()) return std::nullopt;
  return static_cast<int>(std::ceil(1000 * std::max(wait, kSoon)));
}

/// What the slow plots are made of: the run, and the weights, which may come later.
std::pair<std::int64_t, std::uint64_t> DrawSchedule::slowData() const {
  return {board_.lab().control().status().step, board_.lab().live().weightPictures()};
}

void DrawSchedule::drawFast(double at) {
  fast_step_ = board_.lab().control().status().step;
  const PlotSource drawn_from = board_.source();
  for (PlotWidget* plot : board_.plots()) {
    if (isSlowlyDrawn(*plot) || plot->visibleRegion().isEmpty()) continue;
    plot->refresh(drawn_from, board_.windowOf(*plot), at);
    plot->replot();
  }
  refresh_ms_ = 1000 * (board_.now() - at);
}

/// All slow plots take their data from one moment, so that they end at the same time; they are
/// painted one a frame.
void DrawSchedule::takeSlow(double at) {
  slow_data_ = slowData();
  slow_at_ = at;
  // Where frames take long, slow plots would be due again at once.
  standing_turns_ = board_.plots().size();
  unpainted_.clear();
  const PlotSource drawn_from = board_.source();
  for (PlotWidget* plot : board_.plots()) {
    // Scrolling back makes everything outdated.
    if (!isSlowlyDrawn(*plot) || plot->visibleRegion().isEmpty()) continue;
    plot->refresh(drawn_from, board_.windowOf(*plot), at);
    unpainted_.emplace_back(plot);
  }
}

bool DrawSchedule::replotNextSlow() {
  if (unpainted_.empty()) return false;
  if (PlotWidget* plot = unpainted_.front()) plot->replot();
  unpainted_.erase(unpainted_.begin());
  return true;
}

bool DrawSchedule::isHeavy() const {
  double ms = refresh_ms_;
  for (const PlotWidget* plot : board_.plots()) {
    if (!isSlowlyDrawn(*plot)) ms += plot->replotMs();
  }
  return ms > kHeavyMs;
}

void DrawSchedule::drawNextStanding(double at) {
  const PlotSource drawn_from = board_.source();
  for (std::size_t tries = 0; tries < board_.plots().size(); ++tries) {
    next_standing_ = (next_standing_ + 1) % board_.plots().size();
    PlotWidget& plot = *board_.plots()[next_standing_];
    if (isSlowlyDrawn(plot) || plot.timeWindow() == board_.windowOf(plot)) continue;
    if (plot.visibleRegion().isEmpty()) continue;
    plot.refresh(drawn_from, board_.windowOf(plot), at);
    standing_turns_ -= std::min<std::size_t>(standing_turns_, 1);
    return plot.replot();
  }
  standing_turns_ = 0;
}

}  // namespace vle::ui
