// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the benches of the window share: its size, waiting while it lives, and whose time is
// measured. Header only.
#pragma once

#include <ctime>

#include <QEventLoop>
#include <QSize>
#include <QTimer>

#include "rounds.h"
#include "session/lab.h"

namespace vle::bench {

inline constexpr QSize kScreen(1920, 1080);

/// Processor time of all other threads, s: of the simulation, as the GUI thread is the other one.
inline double otherThreadsTime() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) - threadTime();
}

/// Work of the GUI thread from one frame of the simulation to the next, s.
inline double frameWork(const ui::Lab& lab) {
  QEventLoop loop;
  QObject::connect(&lab, &ui::Lab::frame, &loop, &QEventLoop::quit);
  const double start = threadTime();
  loop.exec();
  return threadTime() - start;
}

inline void waitFor(double seconds) {
  QEventLoop loop;
  QTimer::singleShot(static_cast<int>(1000 * seconds), &loop, &QEventLoop::quit);
  loop.exec();
}

}  // namespace vle::bench
