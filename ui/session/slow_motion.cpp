// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/slow_motion.h"

#include <chrono>

namespace vle::ui {

std::optional<double> SlowMotion::period() const {
  const auto& phases = lab_.live().phases();
  return phases ? std::optional(phases->period) : std::nullopt;
}

bool SlowMotion::isMoving() const { return !is_calm_ && lab_.control().status().is_running; }

bool SlowMotion::isPlaying() const {
  const auto period = this->period();
  return period && isMoving() && *period / lab_.control().status().speed < kPlayedMs;
}

std::optional<double> SlowMotion::phase() const {
  const auto period = this->period();
  if (!period) return std::nullopt;
  if (isPlaying()) {
    const std::chrono::duration<double, std::milli> now = Tempo::now().time_since_epoch();
    return phaseOf(now.count(), kPlayedMs);
  }
  // Calm, a run that goes on is seen where its period begins.
  const bool is_frozen = is_calm_ && lab_.control().status().is_running;
  return is_frozen ? 0 : phaseOf(lab_.control().status().t, *period);
}

std::optional<double> SlowMotion::slowdown() const {
  if (!isPlaying()) return std::nullopt;
  return kPlayedMs / *period();
}

}  // namespace vle::ui
