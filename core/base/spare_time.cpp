// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spare_time.h"

#ifdef __linux__
#include <sys/resource.h>
#endif

namespace vle {

namespace {

/// On Linux of the calling thread alone.
void setNice([[maybe_unused]] int nice) {
#ifdef __linux__
  (void)setpriority(PRIO_PROCESS, 0, nice);
#endif
}

}  // namespace

void useSpareTimeOnly() { setNice(19); }

void giveWay() { setNice(5); }

}  // namespace vle
