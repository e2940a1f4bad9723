// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the program can do, one function a command; a long one has a file of its own. Exit status: 0
// fine, 1 bad input, 2 bad usage, 3 diverged, 128 + n ended by signal n. Main thread.
#pragma once

#include "arguments.h"

namespace vle::app {

inline constexpr int kFine = 0;
inline constexpr int kBadInput = 1;
inline constexpr int kBadUsage = 2;
inline constexpr int kDiverged = 3;

/// What the program was started with.
struct Invocation {
  int& argc;  ///< as given to main, for Qt
  char** argv;
  const Arguments& arguments;
};

/// The presets: id, title, one line.
int list(const Invocation& invocation);
/// Every problem of files, with its JSON path.
int check(const Invocation& invocation);
/// A window that opens a project.
int window(const Invocation& invocation);
/// A picture of the window.
int screenshot(const Invocation& invocation);
/// All variants of a project without a window (run_command.cpp).
int run(const Invocation& invocation);
/// A run for every seed, value and variant (sweep_command.cpp).
int sweep(const Invocation& invocation);
/// The local update against the exact gradient (gradient_command.cpp).
int gradient(const Invocation& invocation);

}  // namespace vle::app
