// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Processor time, for benches and for tests of who does some work: what other programs do meanwhile
// does not count.
#pragma once

#include <ctime>

namespace vle::test {

/// Of the calling thread, s.
inline double threadTime() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace vle::test
