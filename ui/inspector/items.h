// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the inspector's rows are about: the items selected, the table each row comes from, reading a
// value and making the edit that writes it. By id, so that it works while names clash. Pure
// functions, GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QStringList>

#include "document/document.h"
#include "model/edit.h"
#include "model/parameters.h"
#include "model/selection.h"

namespace vle::ui {

/// The tables of parameters.h.
enum class Table { Settings, Node, Input, Layer, Target, Projection, Feedback };
inline constexpr std::size_t kTables = 7;

/// One thing that has parameters.
struct Item {
  enum class Kind { Settings, Node, Projection };
  Kind kind = Kind::Settings;
  std::uint32_t id = 0;  ///< 0 for the settings
  bool operator==(const Item&) const = default;
};

/// What a row or an editor is about.
struct Subject {
  const Project* project = nullptr;
  std::vector<Item> items;  ///< at least one
  QString folder = {};      ///< of the project's file; empty if it has none
};

/// The folder of the file a project is in; empty if it is in none.
[[nodiscard]] QString projectFolder(const Document& document);

/// What is selected and still exists; the settings if nothing is selected.
[[nodiscard]] std::vector<Item> itemsOf(const Project& project, const Selection& selection);

/// The name of a node or projection, "settings" for the settings; what paths begin with.
[[nodiscard]] std::string nameOf(const Project& project, Item item);

/// Does the item have the rows of this table?
[[nodiscard]] bool has(const Project& project, Item item, Table table);

/// The rows of a table, in its order.
[[nodiscard]] std::vector<const ParameterInfo*> rowsOf(Table table);

/// @pre has(project, item, table), and the row is of that table
[[nodiscard]] ParameterValue valueOf(const Project& project, Item item, Table table,
                                     const ParameterInfo& row);
/// @pre as `valueOf`, and the value has the type of the row
[[nodiscard]] Edit editOf(const Project& project, Item item, Table table, const ParameterInfo& row,
                          const ParameterValue& value);

/// The part of a path behind the name: "tau_m", "feedback.kind".
[[nodiscard]] std::string keyOf(Table table, const ParameterInfo& row);

/// Has the project trained weights in the place of this parameter of this item?
[[nodiscard]] bool isTrained(const Project& project, Item item, const ParameterInfo& row);
/// The edits after which the initial value of a parameter holds again.
[[nodiscard]] std::vector<Edit> withoutTrained(const Project& project,
                                               const std::vector<Item>& items,
                                               const ParameterInfo& row);

/// What variants put in place of the value: "constant B: 0.002".
[[nodiscard]] QStringList overridesOf(const Project& project, Item item, Table table,
                                      const ParameterInfo& row);

/// Why a row has no effect on this item, in any variant; empty if it has.
[[nodiscard]] QString unusedReason(const Project& project, Item item, Table table,
                                   const ParameterInfo& row);

/// Every channel of a node has its own sines or samples: drops surplus ones, repeats the last.
[[nodiscard]] SignalSpec fitted(SignalSpec signal, std::int64_t channels);

}  // namespace vle::ui
