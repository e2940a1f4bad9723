// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Work that may wait: threads that leave the cores to others.
#pragma once

namespace vle {

/// From now on the calling thread runs when a core has hardly anything else to do: beside a usual
/// thread it gets one part in seventy, so that it comes to an end even where no core is ever idle.
/// Where the system knows no such thing, nothing changes.
void useSpareTimeOnly();

/// From now on the calling thread gives way to others, but not altogether: on cores that are all
/// busy it still gets about a third of what they get.
void giveWay();

}  // namespace vle
