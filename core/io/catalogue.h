// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the presets say of themselves: for the gallery and `vlelab list`. Any thread.
#pragma once

#include <string>
#include <vector>

namespace vle {

/// A preset as `vlelab list` shows it.
struct ResourceEntry {
  std::string id;  ///< what the command line takes, e.g. "chain"
  std::string title;
  std::string summary;
};

/// Every preset, by id.
[[nodiscard]] std::vector<ResourceEntry> catalogue();

}  // namespace vle
