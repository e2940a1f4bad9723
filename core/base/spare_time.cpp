// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spare_time.h"

#ifdef __linux__
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#endif

namespace vle {

void useSpareTimeOnly() {
#ifdef __linux__
  const sched_param none{};
  (void)pthread_setschedparam(pthread_self(), SCHED_IDLE, &none);
#endif
}

void giveWay() {
#ifdef __linux__
  constexpr int kNice = 5;                    // a third of the weight of a usual thread
  (void)setpriority(PRIO_PROCESS, 0, kNice);  // on Linux of the calling thread alone
#endif
}

}  // namespace vle
