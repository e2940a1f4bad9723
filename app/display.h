// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is there a display to open a window on? Qt aborts the program where there is none; we would
// rather say so.
#pragma once

namespace vle::app {

/// True if a platform is chosen by hand, or a Wayland or X server answers at the address that the
/// environment names. A server on another machine is believed without asking.
[[nodiscard]] bool hasDisplay();

}  // namespace vle::app
