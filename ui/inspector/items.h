// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the inspector's rows are about: the items selected, and what is said of them in words. Pure
// functions, GUI thread.
#pragma once

#include <vector>

#include <QString>
#include <QStringList>

#include "document/document.h"
#include "model/parameter_access.h"
#include "model/selection.h"

namespace vle::ui {

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

/// What variants put in place of the value: "constant B: 0.002".
[[nodiscard]] QStringList overrideLines(const Project& project, Item item,
                                        const ParameterInfo& row);

/// Every channel of a node has its own sines or samples: drops surplus ones, repeats the last.
[[nodiscard]] SignalSpec fitted(SignalSpec signal, std::int64_t channels);

}  // namespace vle::ui
