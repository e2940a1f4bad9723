// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Work that may wait: a thread that takes only the time no other thread wants.
#pragma once

namespace vle {

/// From now on the calling thread runs when a core has nothing else to do; where the system knows
/// no such thing, nothing changes.
void useSpareTimeOnly();

}  // namespace vle
