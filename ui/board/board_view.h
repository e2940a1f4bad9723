// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which stretch of time every plot of a board shows. Plots of the recent window are linked with
// each other, and so are plots of the whole run: they follow the simulation until someone zooms,
// pans or holds them. Used by BoardController; pure logic, any thread.
#pragma once

#include <array>
#include <optional>

#include "plot/time_view.h"

namespace vle::ui {

class BoardView {
 public:
  /// @param length  of the recent window, ms
  /// @param period  of the input, ms; 0: none
  /// @returns whether that is another window than before
  bool setUp(double length, double period) { return live_.setUp(length, period); }
  void restart();

  /// One frame later; see TimeView::advance.
  /// @returns whether the recent window is another one now
  bool advance(double t, bool is_running, double now, double edge = -1);

  /// @param is_slow  of a plot of the whole run
  /// @param length   ms, a plot's own length of the recent window; 0: that of all
  [[nodiscard]] TimeWindow window(bool is_slow, double length = 0) const;

  /// Makes a stretch longer or shorter about a time; from now on it stays where it is.
  void zoom(bool is_slow, double about, double factor);
  /// Moves it by so many ms.
  void pan(bool is_slow, double by);
  void show(bool is_slow, const TimeWindow& window) { fixed_[is_slow] = window; }
  /// Both stay where they are.
  void hold();
  /// Back to the newest.
  void follow() { fixed_ = {}; }

  [[nodiscard]] bool isFollowing() const { return !fixed_[0] && !fixed_[1]; }
  [[nodiscard]] bool isFollowing(bool is_slow) const { return !fixed_[is_slow]; }
  [[nodiscard]] const TimeView& live() const { return live_; }
  void setSync(TimeView::Sync sync) { live_.setSync(sync); }

 private:
  TimeView live_;
  double t_ = 0;
  std::array<std::optional<TimeWindow>, 2> fixed_;  // by is_slow
};

}  // namespace vle::ui
