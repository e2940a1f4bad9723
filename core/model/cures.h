// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be done about a problem: edits that mend it, each one thing a person may choose. Pure
// functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "model/edit.h"

namespace vle {

struct Cure {
  std::string text;  ///< an order: "Make it the target of layer 'output'"
  std::vector<Edit> edits;
};

/// The cures of a problem, the one to try first at the front; empty if a person has to think.
/// @param issue  one of `validate(project)`
[[nodiscard]] std::vector<Cure> curesOf(const Project& project, const Issue& issue);

}  // namespace vle
