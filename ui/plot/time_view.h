// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which stretch of time the plots show: fast plots follow the newest, slow plots show the whole
// run. When the run is too fast to watch it scroll, a periodic signal is shown in step with its
// period and so stands still, anything else as a few still pictures a second. Used by PlotBoard;
// pure logic, any thread.
#pragma once

namespace vle::ui {

/// A stretch of time, ms.
struct TimeWindow {
  double from = 0;
  double to = 1;
  bool is_relative =
      false;  ///< label ticks by their distance to the end: absolute times would blur
  bool operator==(const TimeWindow&) const = default;
};

/// The window of the fast plots.
class TimeView {
 public:
  enum class Mode {
    Follow,  ///< ends at the newest time
    InStep,  ///< ends at a multiple of the input's period
    Stills,  ///< changes a few times a second
    Edge     ///< a rising edge stands still, like on an oscilloscope
  };
  /// What a person asked for.
  enum class Sync {
    Automatic,  ///< by the speed of the run
    Scroll,     ///< always ends at the newest time
    Period,     ///< always in step with the input's period, where it has one
    Edge        ///< triggered by a rising edge
  };
  static constexpr double kEdgePlace = 0.8;  ///< share of the window left of a trigger's edge

  /// Another project or parameter; the next `advance` starts from there.
  /// @param window  length shown, ms, > 0
  /// @param period  of the input, ms; 0: none
  /// @returns false: all is as it was
  bool setUp(double window, double period);

  void setSync(Sync sync) { sync_ = sync; }
  [[nodiscard]] Sync sync() const { return sync_; }
  [[nodiscard]] double period() const { return period_; }

  /// The run starts anew.
  void restart();

  /// One frame later.
  /// @param t           newest time, ms
  /// @param is_running  false when paused or stepped: always follows
  /// @param now         wall time, s
  /// @param edge        ms, of the newest rising edge that leaves room to its right; < 0: none
  /// @returns whether the window is another one now
  bool advance(double t, bool is_running, double now, double edge = -1);

  [[nodiscard]] const TimeWindow& window() const { return window_; }
  [[nodiscard]] Mode mode() const { return mode_; }
  [[nodiscard]] double length() const { return length_; }

 private:
  [[nodiscard]] Mode chosen() const;

  double length_ = 300;
  double period_ = 0;
  TimeWindow window_{0, 300, false};
  Mode mode_ = Mode::Follow;
  Sync sync_ = Sync::Automatic;
  double t_ = 0;
  double per_frame_ = 0;  // ms of simulated time, smoothed
  double still_since_ = 0;
};

/// The window of the slow plots: from 0 to a round number of seconds not before t.
/// @param shortest  ms, it is never shorter
[[nodiscard]] TimeWindow wholeRun(double t, double shortest = 1000);

}  // namespace vle::ui
