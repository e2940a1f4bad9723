// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The plots of a board ↔ JSON. Any thread.
#pragma once

#include <vector>

#include "io/json_text.h"
#include "model/project.h"

namespace vle {

/// Reads {"plots": […]}; what is wrong is added to the problems of the cursor.
[[nodiscard]] std::vector<Plot> readBoard(const JsonCursor& cursor);

[[nodiscard]] Json writeBoard(const std::vector<Plot>& board);

}  // namespace vle
