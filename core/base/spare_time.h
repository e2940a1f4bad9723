// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Work that may wait: a thread that takes only the time no other thread wants.
#pragma once

namespace vle {

/// From now on the calling thread runs when a core has nothing else to do; where the system knows
/// no such thing, nothing changes.
void useSpareTimeOnly();

/// From now on the calling thread gives way to others, but not altogether: on cores that are all
/// busy it still gets about a tenth of what they get.
void giveWay();

}  // namespace vle
