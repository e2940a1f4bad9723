// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Signals and the held-out test ↔ JSON. The table of a file signal is read later (signal_files.h).
// Any thread.
#pragma once

#include "io/json_text.h"
#include "model/project.h"

namespace vle {

[[nodiscard]] SignalSpec readSignal(const JsonCursor& cursor);
[[nodiscard]] Json writeSignal(const SignalSpec& signal);

[[nodiscard]] HeldOutSpec readHeldOut(const JsonCursor& cursor);
[[nodiscard]] Json writeHeldOut(const HeldOutSpec& test);

}  // namespace vle
