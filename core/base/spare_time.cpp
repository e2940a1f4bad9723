// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spare_time.h"

#ifdef __linux__
#include <pthread.h>
#include <sched.h>
#endif

namespace vle {

void useSpareTimeOnly() {
#ifdef __linux__
  const sched_param none{};
  (void)pthread_setschedparam(pthread_self(), SCHED_IDLE, &none);
#endif
}

}  // namespace vle
