// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/board_view.h"

#include <algorithm>

namespace vle::ui {

namespace {

constexpr double kShortest = 1e-3;  ///< ms
constexpr double kLongest = 1e9;
constexpr double kShortestRun = 1000;  ///< ms …
constexpr double kWindowsOfARun = 5;   ///< … unless the recent window is very short

}  // namespace

void BoardView::restart() {
  live_.restart();
  fixed_ = {};
  t_ = 0;
}

bool BoardView::advance(double t, bool is_running, double now, double edge) {
  t_ = t;
  return live_.advance(t, is_running, now, edge) && !fixed_[0];
}

TimeWindow BoardView::window(bool is_slow, double length) const {
  const auto& fixed = fixed_[is_slow];
  if (fixed) return *fixed;
  if (is_slow) return wholeRun(t_, std::min(kShortestRun, kWindowsOfARun * live_.length()));
  const TimeWindow shared = live_.window();
  if (length <= 0) return shared;
  const double to = std::max(shared.to, length);
  return {to - length, to, shared.is_relative};
}

void BoardView::zoom(bool is_slow, double about, double factor) {
  const TimeWindow now = window(is_slow);
  const double length = now.to - now.from;
  factor = std::clamp(factor, kShortest / length, kLongest / length);
  double from = about - (about - now.from) * factor;
  from = std::max(from, 0.0);  // there is nothing before the run
  fixed_[is_slow] = TimeWindow{from, from + length * factor, false};
}

void BoardView::pan(bool is_slow, double by) {
  const TimeWindow now = window(is_slow);
  const double length = now.to - now.from;
  const double from = std::clamp(now.from + by, 0.0, std::max(0.0, t_ - 0.05 * length));
  fixed_[is_slow] = TimeWindow{from, from + length, false};
}

void BoardView::hold() {
  for (const bool is_slow : {false, true}) {
    TimeWindow now = window(is_slow);
    now.is_relative = false;
    fixed_[is_slow] = now;
  }
}

}  // namespace vle::ui
