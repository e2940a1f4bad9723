// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one way to read and write a single parameter: who has it, what it says, the edit that changes
// it, what variants and trained weights put in its place, whether anything uses it. By id, so that
// it works while names clash; paths.h finds places by words. Pure functions, any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/edit.h"
#include "model/parameters.h"

namespace vle {

/// One thing that has parameters.
struct Item {
  enum class Kind { Settings, Node, Projection };
  Kind kind = Kind::Settings;
  std::uint32_t id = 0;  ///< 0 for the settings
  bool operator==(const Item&) const = default;
};

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
/// The edit that does what `setValue` does.
[[nodiscard]] Edit editOf(const Project& project, Item item, const ParameterInfo& row,
                          const ParameterValue& value);

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
/// The edits after which the initial value of a parameter holds again.
[[nodiscard]] std::vector<Edit> withoutTrained(const Project& project,
                                               const std::vector<Item>& items,
                                               const ParameterInfo& row);

}  // namespace vle
