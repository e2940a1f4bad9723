// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/priority.h"

#ifdef __linux__
#include <sys/resource.h>
#endif

namespace vle {

void setPriority([[maybe_unused]] Priority priority) {
#ifdef __linux__
  if (priority == Priority::Usual) return;
  // On Linux of the calling thread alone.
  (void)::setpriority(PRIO_PROCESS, 0, priority == Priority::GivesWay ? 5 : 19);
#endif
}

}  // namespace vle
