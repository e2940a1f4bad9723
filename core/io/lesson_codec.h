// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The `lesson` block of a project ↔ JSON, and what can be said of a lesson beside its project
// without running it. Any thread.
#pragma once

#include <string>
#include <vector>

#include "io/json_text.h"
#include "model/project.h"

namespace vle {

/// Reads a lesson; what is wrong is added to the problems of the cursor. A path that leads nowhere
/// is a warning only: it may name what a student has erased.
/// @param project  what the lesson is about, its network and settings already read
[[nodiscard]] Lesson readLesson(const JsonCursor& cursor, const Project& project);

/// @pre  the lesson is one that can be read: checks have their bounds, values are valid JSON
[[nodiscard]] Json writeLesson(const Lesson& lesson);

/// Has the parameter of a check its value? False if the path leads nowhere. Does not throw.
[[nodiscard]] bool isSet(const Project& project, const SetCheck& check);

/// A probe that a check watches, and where it stands in the file.
struct WatchedProbe {
  std::string json_path;  ///< "$.lesson.steps[0].check.probe"
  std::string probe;
};

/// Every probe the checks of a lesson watch, in order.
[[nodiscard]] std::vector<WatchedProbe> watchedProbes(const Lesson& lesson);

}  // namespace vle
