// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keeps the run in step with the program's clock (base/tempo.h): how many steps are due at the
// speed asked for, and what speed is reached. Simulation thread.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/tempo.h"

namespace vle {

class Pace {
 public:
  using Milliseconds = std::chrono::duration<double, std::milli>;

  /// @param factor  × real time; kNever: as fast as possible
  void setSpeed(double factor);
  /// Counts from now on: after a pause, or when what a step is has changed.
  void anchor();

  /// Steps that should have been done by now; a debt of more than 100 ms is forgotten.
  /// @param dt  ms
  [[nodiscard]] std::int64_t due(double dt);
  void did(std::int64_t steps);
  /// Time of one step at the speed asked for; 0 if unlimited.
  [[nodiscard]] Milliseconds perStep(double dt) const { return Milliseconds(dt / speed_); }

  /// Steps between two looks at the clock: about half a millisecond of them.
  [[nodiscard]] std::int64_t chunk() const { return chunk_; }
  /// @param time  of the wall
  void chunkTook(Milliseconds time);
  /// Steps may take much longer from now on.
  void distrust() { chunk_ = 1; }

  /// × real time, over the last half second.
  [[nodiscard]] double reached(double dt);

 private:
  double speed_ = 1;
  Tempo::Time anchor_ = Tempo::now();
  std::int64_t done_ = 0;
  Tempo::Time counted_from_ = Tempo::now();
  std::int64_t counted_ = 0;
  double reached_ = 0;
  std::int64_t chunk_ = 16;
};

}  // namespace vle
