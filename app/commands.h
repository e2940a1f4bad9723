// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The commands, one row each: name, operands, options and what carries it out. The table is what
// words are read by, what `--help` prints, and what main calls. Exit status: 0 fine, 1 bad input,
// 2 bad usage, 3 diverged, 128 + n ended by signal n.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "arguments.h"

namespace vle {
struct Problem;
}

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

struct Command {
  std::string name;      ///< "run"; "" opens the window
  std::string operands;  ///< "PROJECT", "FILE...", ""
  std::string summary;   ///< one line
  std::vector<Option> options;
  int (*execute)(const Invocation&);  ///< @returns an exit status
};

/// All of them, the window first.
[[nodiscard]] std::span<const Command> commands();

/// The command of that name; nullptr if there is none.
[[nodiscard]] const Command* findCommand(const std::string& name);

/// How a command is written, what it does, and each of its options.
[[nodiscard]] std::string helpOf(const Command& command);

/// The page of all commands.
[[nodiscard]] std::string usage();

/// A sentence on the standard error: "vlelab: …", in one line.
void say(const std::string& sentence);

/// A problem of a project file on the standard error: "my.vle: $.nodes[1].tau_m: warning: …".
void sayProblem(const Problem& problem, const std::string& file);

int list(const Invocation& invocation);
int check(const Invocation& invocation);
int gradient(const Invocation& invocation);
int sweep(const Invocation& invocation);
int run(const Invocation& invocation);
int window(const Invocation& invocation);
int screenshot(const Invocation& invocation);
int help(const Invocation& invocation);

}  // namespace vle::app
