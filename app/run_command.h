// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a run was asked for on the command line: `vlelab run` and `vlelab gradient`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arguments.h"
#include "model/project.h"

namespace vle::app {

/// Applies --duration, --seed, --variant and --set to a project. Files that --set names are looked
/// for beside the project, then in the current folder.
/// @param arguments  the first positional one names the project
/// @throws Error(InvalidSpec) if a variant or path does not exist or a value does not fit
[[nodiscard]] Project configured(Project project, const Arguments& arguments);

/// The options `configured` reads.
[[nodiscard]] std::vector<Option> configurationOptions();

}  // namespace vle::app
