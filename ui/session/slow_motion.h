// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Signals are faster than the eye: the canvas plays one period of them in a second and a half,
// while the run and what it learns go on at their own speed. Paused, or slow enough, it shows the
// true values. GUI thread.
#pragma once

#include <optional>

#include "base/tempo.h"
#include "session/lab.h"

namespace vle::ui {

class SlowMotion {
 public:
  static constexpr double kPlayedMs = 1500;  ///< one period, of the wall

  /// @param lab  must outlive it
  explicit SlowMotion(const Lab& lab) : lab_(lab) {}

  /// All motion stops; a picture of the moment where it was stays.
  void setCalm(bool calm) { is_calm_ = calm; }
  [[nodiscard]] bool isCalm() const { return is_calm_; }

  /// Does what flows move: does the run go on, and nobody wants calm?
  [[nodiscard]] bool isMoving() const;
  /// Are signals played slower than they are?
  [[nodiscard]] bool isPlaying() const;
  /// Of a period, 0 … 1; nothing if the signals of the shown variant do not repeat.
  [[nodiscard]] std::optional<double> phase() const;
  /// How many times slower than in the model's own time signals are played; nothing if they are
  /// not.
  [[nodiscard]] std::optional<double> slowdown() const;

 private:
  [[nodiscard]] std::optional<double> period() const;

  const Lab& lab_;
  bool is_calm_ = false;
};

}  // namespace vle::ui
