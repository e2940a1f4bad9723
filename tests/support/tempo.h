// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Time in tests of the window. The program's clock is in hand (base/tempo.h): it stands still, but
// for what a test lets pass, and passes a frame at a time while a test waits for something. So no
// test waits for the wall to show that nothing happened, and none minds how busy the machine is.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QTest>
#include <QThread>

#include "base/tempo.h"
#include "session/lab.h"

namespace vle::test {

inline Tempo::Hand clock_hand;

/// Beside a busy machine, what gives way to others hardly moves.
inline constexpr ui::Priorities kEqualPriorities{Priority::Usual, Priority::Usual};

/// Longer than anything takes on any machine, ms: what takes longer hangs.
inline constexpr int kHang = 600'000;
inline constexpr int kFrameMs = 16;

/// What waits in the event loop, without waiting for more.
inline void turn() {
  QCoreApplication::processEvents();
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

/// Time passes, frame by frame.
inline void letPass(int ms) {
  turn();
  for (int left = ms; left > 0; left -= kFrameMs) {
    clock_hand.pass(std::chrono::milliseconds(std::min(left, kFrameMs)));
    turn();
  }
}

/// Lets frames pass until something holds, however long other threads take for it.
/// @return false: it hangs
template <class Condition>
bool eventually(Condition holds) {
  using namespace std::chrono_literals;
  const QDeadlineTimer hangs(kHang);
  auto rest = 100us;  // for other threads; fewer frames are drawn where it takes long
  turn();
  while (!holds()) {
    if (hangs.hasExpired()) return false;
    QThread::usleep(static_cast<unsigned long>(rest.count()));
    rest = std::min<std::chrono::microseconds>(2 * rest, 16ms);
    letPass(kFrameMs);
  }
  return true;
}

/// The id of a variant that runs, by its name; VariantId{} if there is none.
inline VariantId idOf(const ui::Lab& lab, const std::string& name) {
  for (const ui::VariantStatus& status : lab.variants()) {
    if (status.variant.name == name) return status.variant.id;
  }
  return {};
}

/// The states of all variants as they are, after all that was asked of the run.
inline std::vector<State> statesOf(ui::Lab& lab) {
  std::vector<State> result;
  bool is_there = false;
  lab.states().ask(&lab, [&](const auto&, const std::vector<State>& states) {
    result = states;
    is_there = true;
  });
  const QDeadlineTimer hangs(kHang);
  while (!is_there && !hangs.hasExpired()) {
    lab.pull();
    turn();
    if (!is_there) QThread::usleep(200);
  }
  return result;
}

/// Waits until the run has done all that was asked of it and is due by the clock, and is seen as it
/// stands. The clock stands still meanwhile. @return false: it hangs
inline bool settle(ui::Lab& lab) {
  const auto stepOf = [&lab] {
    std::int64_t newest = 0;
    for (const State& state : statesOf(lab)) newest = std::max(newest, state.step);
    return newest;
  };
  const QDeadlineTimer hangs(kHang);
  // Between two copies steps are done if any are due.
  std::int64_t last = -1;
  for (std::int64_t now = stepOf(); now != last; now = stepOf()) {
    last = now;
    if (hangs.hasExpired()) return false;
  }
  const auto isSeen = [&] {
    return lab.control().isUpToDate() && lab.control().status().step == last;
  };
  while (!isSeen() && !hangs.hasExpired()) {
    QThread::usleep(200);
    lab.pull();
    turn();
  }
  return isSeen();
}

/// Lets time pass for the run, too: it does all the steps that are due, however late its thread is.
/// @return false: it hangs
inline bool letPass(ui::Lab& lab, int ms) {
  constexpr int kPart = 3 * kFrameMs;  // less than the debt that a run forgets
  for (int left = ms; left > 0; left -= kPart) {
    if (!settle(lab)) return false;
    letPass(std::min(left, kPart));
  }
  return settle(lab);
}

/// Does some steps, and lets the time pass until all views have drawn them. However late this
/// thread is, all of them are recorded finely.
/// @return false: it hangs
inline bool simulate(ui::Lab& lab, std::int64_t steps) {
  constexpr int kDrawn = 400;            // ms: the slowest views refresh five times a second
  constexpr std::int64_t kPart = 1'000;  // fewer rows than a frame holds before it drops or thins
  for (std::int64_t left = steps; left > 0; left -= kPart) {
    lab.control().stepBy(std::min(left, kPart));
    if (!settle(lab)) return false;
  }
  return letPass(lab, kDrawn);
}

template <class Widget>
bool isExposed(Widget& widget) {
  return QTest::qWaitForWindowExposed(&widget, kHang);
}
template <class Widget>
bool isActive(Widget& widget) {
  return QTest::qWaitForWindowActive(&widget, kHang);
}

}  // namespace vle::test

/// QVERIFY and QCOMPARE of what other threads and timers bring about.
#define EVENTUALLY(condition) \
  QVERIFY2(vle::test::eventually([&] { return static_cast<bool>(condition); }), #condition)
#define EVENTUALLY_COMPARE(actual, expected)                             \
  do {                                                                   \
    (void)vle::test::eventually([&] { return (actual) == (expected); }); \
    QCOMPARE(actual, expected);                                          \
  } while (false)
