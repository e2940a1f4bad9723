// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The commands, one row each: name, operands, options and what carries it out. The table is what
// words are read by, what `--help` prints, and what main calls. Main thread.
#pragma once

#include <string>
#include <vector>

#include "commands.h"

namespace vle::app {

struct Command {
  std::string name;      ///< "run"; "" opens the window
  std::string operands;  ///< "PROJECT", "FILE...", ""
  std::string summary;   ///< one line
  std::vector<Option> options;
  int (*execute)(const Invocation&);  ///< @returns an exit status
};

/// The command of that name; nullptr if there is none.
[[nodiscard]] const Command* findCommand(const std::string& name);

/// How a command is written, what it does, and each of its options.
[[nodiscard]] std::string helpOf(const Command& command);

/// The page of all commands.
[[nodiscard]] std::string usage();

}  // namespace vle::app
