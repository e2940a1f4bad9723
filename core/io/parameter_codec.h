// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The value of one row of the parameter table ↔ JSON, and as a person types it. Any thread.
#pragma once

#include <string_view>

#include "io/json_text.h"
#include "model/parameters.h"

namespace vle {

/// Reads the value of one parameter.
[[nodiscard]] ParameterValue readParameter(const JsonCursor& cursor, const ParameterInfo& info);

[[nodiscard]] Json writeParameter(const ParameterInfo& info, const ParameterValue& value);

/// A value from the command line: JSON, else text.
/// @throws Error(InvalidSpec) if it does not fit the parameter
[[nodiscard]] ParameterValue parseParameter(std::string_view text, const ParameterInfo& info);

}  // namespace vle
