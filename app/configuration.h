// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a run was asked for on the command line: `vlelab run`, `sweep` and `gradient`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arguments.h"
#include "base/error.h"
#include "io/path_guard.h"
#include "model/project.h"

namespace vle::app {

/// Reads the project that the first positional argument names, says its warnings, and applies
/// --duration, --seed, --variant and --set. Files that --set names are looked for beside the
/// project, then in the current folder.
/// @throws UsageError if --set has no "="
/// @throws Error(File) if the project cannot be read or has an error
/// @throws Error(InvalidSpec) if a variant or path does not exist or a value does not fit
[[nodiscard]] Project configured(const Arguments& arguments);

/// Sets one parameter, in every variant whatever that overrides.
/// @param text   JSON, else text
/// @param id     names the project; files are looked for beside it, then in the current folder
/// @param where  for the sentence if it fails, e.g. "--set hidden.tau_m"
/// @throws Error(InvalidSpec)
void assign(Project& project, const std::string& path, const std::string& text,
            const std::string& id, const std::string& where);

/// Sets the seed, in every variant.
void setSeed(Project& project, std::int64_t seed);

/// @throws Error(InvalidSpec) with the first error of `validate`
void requireSound(const Project& project);

/// What would run away within the first moments of some variants, a warning each
/// (sim/error_trial.h, model_trial.h).
/// @pre  the project has no errors
[[nodiscard]] std::vector<Issue> errorProblems(const Project& project,
                                               const std::vector<Variant>& variants);
/// Says them.
void warnOf(const Project& project, const std::vector<Variant>& variants);

/// The one PROJECT of a command.
/// @throws UsageError if there is none, or more
[[nodiscard]] const std::string& onePositional(const Arguments& arguments, const char* command);

/// Writes a report: to the standard output, or beside it if a file is written there.
/// @throws Error(File)
void writeReport(const std::string& text, bool is_output_taken);

}  // namespace vle::app
