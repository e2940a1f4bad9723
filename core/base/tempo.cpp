// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/tempo.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <vector>

namespace vle {

namespace {

using Count = Tempo::Time::rep;

constexpr Count kOnTheWall = -1;
/// Some time after the clock's beginning, so that what never happened is long ago.
constexpr Tempo::Time kFirst{std::chrono::hours(1000)};

std::atomic<Count> time_in_hand{kOnTheWall};

/// In the order they were set. Never destroyed: alarms with static lifetime call off late.
std::vector<Tempo::Alarm*>& alarms() {
  static auto& list = *new std::vector<Tempo::Alarm*>;
  return list;
}

void setTime(Tempo::Time time) { time_in_hand = time.time_since_epoch().count(); }

}  // namespace

Tempo::Time Tempo::now() {
  const Count count = time_in_hand;
  if (count == kOnTheWall) return std::chrono::steady_clock::now();
  return Time(Time::duration(count));
}

bool Tempo::isInHand() { return time_in_hand != kOnTheWall; }

void Tempo::Alarm::setFor(Time time) {
  assert(isInHand());
  callOff();
  due_ = time;
  is_set_ = true;
  alarms().push_back(this);
}

void Tempo::Alarm::callOff() {
  if (is_set_) std::erase(alarms(), this);
  is_set_ = false;
}

Tempo::Hand::Hand() {
  assert(!isInHand());
  setTime(kFirst);
}

Tempo::Hand::~Hand() { time_in_hand = kOnTheWall; }

void Tempo::Hand::pass(Milliseconds time) {
  const Time end = now() + time;
  while (!alarms().empty()) {
    Alarm* next = *std::ranges::min_element(alarms(), {}, &Alarm::due_);
    if (next->due_ > end) break;
    setTime(std::max(now(), next->due_));
    next->callOff();
    next->ring();
  }
  setTime(std::max(now(), end));
}

void Tempo::Hand::spend(Milliseconds time) { setTime(now() + time); }

}  // namespace vle
