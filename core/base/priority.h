// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a thread shares the cores with others.
#pragma once

namespace vle {

enum class Priority {
  Usual,
  GivesWay,   ///< somebody waits for it: on cores that are all busy it gets a third of its share
  SpareTime,  ///< nobody waits: it gets one part in seventy, so that it comes to an end all the
              ///< same
};

/// Sets that of the calling thread, which can only give up some of it. Where the system knows no
/// such thing, nothing changes.
void setPriority(Priority priority);

}  // namespace vle
