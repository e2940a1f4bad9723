// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Judges a project before it is compiled: everything that would make a run meaningless, in the
// words of the person who drew it. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/project.h"

namespace vle {

/// Every problem of a project and of each of its variants; empty for a project that can run.
/// Errors block compilation, warnings do not; those of the variants are looked for in a project
/// that has no errors of its own.
[[nodiscard]] std::vector<Issue> validate(const Project& project);

/// Why each variant cannot run, a sentence, "" for one that can; nothing if none can.
/// @param issues    as `validate` told them
/// @param variants  as `runningVariants`
[[nodiscard]] std::optional<std::vector<std::string>> refusals(
    const std::vector<Issue>& issues, const std::vector<Variant>& variants);

inline constexpr std::size_t kMaxName = 256;  ///< bytes of UTF-8

/// May this be the name of a node, projection or variant? Not empty, none of . / ; [ ] *, at most
/// kMaxName, and not "settings" or "loss".
[[nodiscard]] bool isName(const std::string& name);

/// The sentence for what cannot be a name; nothing for what can.
[[nodiscard]] std::optional<std::string> nameProblem(const std::string& name);

}  // namespace vle
