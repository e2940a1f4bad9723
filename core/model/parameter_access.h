// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one way to read and write a single parameter: who has it, what it says, what variants and
// trained weights put in its place, whether anything uses it. By id, so that it works while names
// clash; paths.h finds places by words, edit.h makes it an edit. Pure functions, any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/parameters.h"

namespace vle {

/// The name of a node or projection, "settings" for the settings; what paths begin with.
[[nodiscard]] std::string nameOf(const Project& project, Item item);

/// Does the item have the rows of this table? Every projection has those of the feedback, and the
/// settings those of the test, which begin to exist when one is written.
[[nodiscard]] bool has(const Project& project, Item item, ParameterTable table);

/// The rows of a table, in its order.
[[nodiscard]] std::span<const ParameterInfo* const> rowsOf(ParameterTable table);

/// The part of a path behind the name: "tau_m", "feedback.kind", "test.every".
[[nodiscard]] std::string keyOf(const ParameterInfo& row);

/// The row of a table with a key as `keyOf` gives it; nullptr if there is none.
[[nodiscard]] const ParameterInfo* rowOf(ParameterTable table, std::string_view key);
/// The row that an item has under such a key; nullptr if it has none.
[[nodiscard]] const ParameterInfo* rowOf(const Project& project, Item item, std::string_view key);

/// @pre has(project, item, row.table), and the row is one of `rowsOf`
[[nodiscard]] ParameterValue valueOf(const Project& project, Item item, const ParameterInfo& row);
/// Writes a value and counts the key as written.
/// @pre as `valueOf`, and the value has the type of the row
void setValue(Project& project, Item item, const ParameterInfo& row, const ParameterValue& value);
/// All that stands in a project about one parameter: more than its value, so that it can be put
/// back as it was.
struct ParameterEntry {
  ParameterValue value;
  bool is_written = true;  ///< a file says it, and `*` in a path means it
  bool has_block = true;   ///< the feedback or test block that it is part of exists
  bool operator==(const ParameterEntry&) const = default;
};

/// @pre as `valueOf`
[[nodiscard]] ParameterEntry entryOf(const Project& project, Item item, const ParameterInfo& row);
/// @pre as `setValue`
void setEntry(Project& project, Item item, const ParameterInfo& row, const ParameterEntry& entry);

/// Is it written at an item of the kinds that `*` stands for: layers and projections?
[[nodiscard]] bool isWritten(const Project& project, Item item, const ParameterInfo& row);

/// What a variant puts in place of the value: what it says of all, then of this one, which holds.
[[nodiscard]] std::vector<const ParameterValue*> overridesOf(const Project& project,
                                                             const Variant& variant, Item item,
                                                             const ParameterInfo& row);

/// Why a row has no effect on this item, in any variant; empty if it has.
[[nodiscard]] std::string_view unusedReason(const Project& project, Item item,
                                            const ParameterInfo& row);

/// Has the project trained weights in the place of this parameter of this item?
[[nodiscard]] bool isTrained(const Project& project, Item item, const ParameterInfo& row);

}  // namespace vle
