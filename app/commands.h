// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The commands without a window: list, run, sweep, check, gradient; and the window and its
// screenshot. Each returns an exit status: 0 fine, 1 bad input, 2 bad usage, 3 diverged.
#pragma once

#include <string>
#include <vector>

namespace vle::app {

inline constexpr int kFine = 0;
inline constexpr int kBadInput = 1;
inline constexpr int kBadUsage = 2;
inline constexpr int kDiverged = 3;

/// What the program was started with.
struct Invocation {
  int& argc;  ///< as given to main, for Qt
  char** argv;
  std::string command;             ///< "list", "run", …; "" for the window
  std::vector<std::string> words;  ///< what follows the command
};

int list(const Invocation& invocation);
int check(const Invocation& invocation);
int gradient(const Invocation& invocation);
int sweep(const Invocation& invocation);
int run(const Invocation& invocation);
int window(const Invocation& invocation);
int screenshot(const Invocation& invocation);

/// The usage page.
[[nodiscard]] std::string usage();

}  // namespace vle::app
