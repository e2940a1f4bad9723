// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The presets compiled into the program: what there is, and where. Any thread.
#pragma once

#include <string>
#include <vector>

#include <QString>

namespace vle {

/// What the command line takes, e.g. "chain", in order.
[[nodiscard]] std::vector<std::string> presetIds();

/// The resource path of a preset; empty if there is none of that id.
[[nodiscard]] QString resourceOf(const std::string& id);

}  // namespace vle
