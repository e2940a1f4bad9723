// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The presets compiled into the program. Any thread.
#pragma once

#include <string>
#include <vector>

#include <QString>

namespace vle {

/// A preset as `vlelab list` shows it.
struct ResourceEntry {
  std::string id;  ///< what the command line takes, e.g. "chain"
  std::string title;
  std::string summary;
};

/// Every preset, by id.
[[nodiscard]] std::vector<ResourceEntry> catalogue();

/// The resource path of a preset; empty if there is none of that id.
[[nodiscard]] QString resourceOf(const std::string& id);

}  // namespace vle
