// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Project ↔ JSON, driven by the parameter table. Absent keys take the table's default, unknown keys
// are problems. Writing puts out what was written before and whatever differs from its default.
// Any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "io/json_text.h"
#include "model/parameters.h"
#include "model/project.h"

namespace vle {

inline constexpr std::int64_t kFormatVersion = 2;

/// Where the items of a project stand in its file, to name them by JSON path.
struct FileOrder {
  std::map<std::uint32_t, std::size_t> nodes, projections;

  /// "$.nodes[1].tau_m"; a variant's path names the variant.
  [[nodiscard]] std::string pathOf(const Place& place) const;
};

/// Reads a project; what is wrong is added to the problems of the cursor.
[[nodiscard]] Project readProject(const JsonCursor& root, FileOrder& order);

[[nodiscard]] Json writeProject(const Project& project);

}  // namespace vle
