// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Paths name a parameter in words ("hidden.tau_m", "*.feedback.kind"): variants, --set, --vary and
// lessons use them. Names of nodes and projections, keys of the parameter table. Any thread.
#pragma once

#include <string_view>
#include <vector>

#include "model/edit.h"

namespace vle {

/// One parameter of one thing.
struct ParameterPlace {
  Item item;
  const ParameterInfo* row = nullptr;
};

/// Where a path leads to: one place, or with `*` every layer and projection that writes the key.
/// @throws Error(InvalidSpec) naming the part of the path that does not exist and the nearest name
[[nodiscard]] std::vector<ParameterPlace> placesAt(const Project& project, std::string_view path);

/// The table row a path leads to.
/// @throws Error as `placesAt`
[[nodiscard]] const ParameterInfo& parameterAt(const Project& project, std::string_view path);

/// The table row of a path's key, whether or not anything has the path's name; nullptr if nothing
/// could have such a key. No key belongs to two kinds of things.
[[nodiscard]] const ParameterInfo* parameterOfKey(std::string_view path);

/// Sets the parameter (with `*`: every one) a path leads to.
/// @pre    the value has the type of `parameterAt(project, path)`
/// @throws Error as `placesAt`
void setAt(Project& project, std::string_view path, const ParameterValue& value);
/// The edits that do what `setAt` does.
/// @throws Error as `placesAt`
[[nodiscard]] std::vector<Edit> editsAt(const Project& project, std::string_view path,
                                        const ParameterValue& value);

/// The value at a path; with `*` that of the first match.
/// @throws Error as `placesAt`
[[nodiscard]] ParameterValue valueAt(const Project& project, std::string_view path);

}  // namespace vle
