// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The results of a headless run, as JSON and as a table. Pure functions.
#pragma once

#include <string>

#include "io/json_text.h"
#include "run/experiment.h"

namespace vle::app {

/// The object of `vlelab run --json` (interface.md §2).
[[nodiscard]] Json reportJson(const std::string& project_id, const Project& project,
                              const ExperimentResult& result);

/// The same for people: one line per variant.
[[nodiscard]] std::string reportTable(const Project& project, const ExperimentResult& result);

/// "the variant 'x' diverged: …" with place, time, largest term, cause and cure.
[[nodiscard]] std::string divergenceText(const std::string& variant,
                                         const DivergenceReport& report);

}  // namespace vle::app
