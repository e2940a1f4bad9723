// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The structured values of format.md ↔ JSON: VALUE, signals, patterns, optimizers. Any thread.
#pragma once

#include "io/json_text.h"
#include "model/project.h"

namespace vle {

[[nodiscard]] Value readValue(const JsonCursor& cursor);
[[nodiscard]] Json writeValue(const Value& value);

[[nodiscard]] SignalSpec readSignal(const JsonCursor& cursor);
[[nodiscard]] Json writeSignal(const SignalSpec& signal);

}  // namespace vle
