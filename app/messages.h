// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the program says on the standard error, a line each. Main thread.
#pragma once

#include <string>

#include "io/json_text.h"

namespace vle::app {

/// A sentence: "vlelab: …".
void say(const std::string& sentence);

/// A problem of a project file: "my.vle: $.nodes[1].tau_m: warning: …".
void sayProblem(const Problem& problem, const std::string& file);

}  // namespace vle::app
