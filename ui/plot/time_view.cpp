// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/time_view.h"

#include <algorithm>
#include <cmath>

namespace vle::ui {

namespace {

constexpr double kSmoothing = 0.25;  ///< share of the newest frame in the mean advance
// A picture that moves by more of its period than this in one frame can no longer be followed; the
// lower bound is for going back, so that the mode does not change to and fro.
constexpr double kEnterStep = 0.2;
constexpr double kLeaveStep = 0.14;
// The same for signals without a period, in windows.
constexpr double kEnterStills = 0.2;
constexpr double kLeaveStills = 0.1;
constexpr double kCycles = 5;      ///< of a signal in a window, about
constexpr double kStillFor = 0.2;  ///< s

}  // namespace

bool TimeView::setUp(double window, double period) {
  if (window == length_ && period == period_) return false;
  length_ = window;
  period_ = period;
  window_ = {0, length_, false};
  mode_ = Mode::Follow;
  return true;
}

void TimeView::restart() {
  window_ = {0, length_, false};
  mode_ = Mode::Follow;
  t_ = per_frame_ = still_since_ = 0;
}

TimeView::Mode TimeView::chosen() const {
  if (sync_ == Sync::Scroll) return Mode::Follow;
  if (sync_ == Sync::Edge) return Mode::Edge;
  if (sync_ == Sync::Period && period_ > 0) return Mode::InStep;
  if (period_ > 0) {
    const double bound = mode_ == Mode::InStep ? kLeaveStep : kEnterStep;
    // What repeats within the window is what one follows, if its period is longer than that.
    return per_frame_ > bound * std::min(period_, length_ / kCycles) ? Mode::InStep : Mode::Follow;
  }
  const double bound = mode_ == Mode::Stills ? kLeaveStills : kEnterStills;
  return per_frame_ > bound * length_ ? Mode::Stills : Mode::Follow;
}

bool TimeView::advance(double t, bool is_running, double now, double edge) {
  if (t < t_) restart();
  per_frame_ += kSmoothing * (t - t_ - per_frame_);
  if (!is_running) per_frame_ = 0;
  t_ = t;
  const Mode before = mode_;
  mode_ = chosen();
  double to = t;
  if (mode_ == Mode::InStep) to = std::floor(t / period_ + 1e-9) * period_;
  if (mode_ == Mode::Stills) {
    const bool is_due = before != Mode::Stills || now - still_since_ >= kStillFor;
    if (is_due)
      still_since_ = now;
    else
      to = window_.to;
  }
  if (mode_ == Mode::Edge && edge >= 0) to = edge + (1 - kEdgePlace) * length_;
  to = std::max(to, length_);
  const TimeWindow next{to - length_, to, mode_ != Mode::Follow};
  const bool is_new = !(next == window_);
  window_ = next;
  return is_new;
}

TimeWindow wholeRun(double t, double shortest) {
  constexpr double kSecond = 1000;
  for (const double end : {0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 60.0}) {
    if (t <= end * kSecond && end * kSecond >= shortest) return {0, end * kSecond, false};
  }
  double end = 100 * kSecond;
  for (double decade = end; end < t; decade *= 10) {
    for (const double factor : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0}) {
      end = factor * decade;
      if (t <= end) break;
    }
  }
  return {0, end, false};
}

}  // namespace vle::ui
