// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is there a display to open a window on? Qt ends the program where there is none; we would rather
// say so in a sentence.
#pragma once

namespace vle::app {

/// Tries to connect as Qt would, in a child process that may fail in its place.
/// @param argc, argv  of main
/// @pre no thread and no application exists yet
[[nodiscard]] bool hasDisplay(int argc, char** argv);

}  // namespace vle::app
