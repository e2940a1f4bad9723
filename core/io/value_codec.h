// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The structured values of format.md ↔ JSON: VALUE, patterns, optimizers. Any thread.
#pragma once

#include "io/json_text.h"
#include "model/project.h"

namespace vle {

[[nodiscard]] Value readValue(const JsonCursor& cursor);
[[nodiscard]] Json writeValue(const Value& value);

[[nodiscard]] Pattern readPattern(const JsonCursor& cursor);
[[nodiscard]] Json writePattern(const Pattern& pattern);

[[nodiscard]] Optimizer readOptimizer(const JsonCursor& cursor);
[[nodiscard]] Json writeOptimizer(const Optimizer& optimizer);

// Parts of them, for other codecs.
[[nodiscard]] List readList(const JsonCursor& cursor);
[[nodiscard]] Rows readRows(const JsonCursor& cursor);
[[nodiscard]] Json writeRows(const Rows& rows);
[[nodiscard]] Json writeTexts(const std::vector<std::string>& texts);
/// The one key of a list that an object has; a problem and "" if it is not exactly one.
[[nodiscard]] std::string onlyKey(const JsonCursor& cursor, const std::vector<std::string>& keys,
                                  std::string_view what);

}  // namespace vle
