// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/tempo_timer.h"

namespace vle::ui {

TempoTimer::TempoTimer(Rings rings, int interval_ms) : rings_(rings), interval_ms_(interval_ms) {
  timer_.setTimerType(Qt::PreciseTimer);
  timer_.setSingleShot(rings == Rings::Once);
  connect(&timer_, &QTimer::timeout, this, &TempoTimer::timeout);
}

void TempoTimer::start() { start(interval_ms_); }

void TempoTimer::start(int interval_ms) {
  interval_ms_ = interval_ms;
  if (Tempo::isInHand() && interval_ms > 0) {
    timer_.stop();
    setFor(Tempo::now() + Tempo::Milliseconds(interval_ms));
  } else {
    callOff();
    timer_.start(interval_ms);
  }
}

void TempoTimer::stop() {
  callOff();
  timer_.stop();
}

bool TempoTimer::isActive() const { return isSet() || timer_.isActive(); }

void TempoTimer::ring() {
  if (rings_ == Rings::Again) setFor(Tempo::now() + Tempo::Milliseconds(interval_ms_));
  emit timeout();
}

}  // namespace vle::ui
