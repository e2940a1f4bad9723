// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The forms a value can be written in (format.md, "Values"), and what becomes of it when a person
// chooses another form. Pure functions, GUI thread.
#pragma once

#include <QString>

#include "inspector/items.h"

namespace vle::ui {

enum class ValueForm { Number, OneByOne, Normal, Uniform, LogUniform, Reference };
inline constexpr int kValueForms = 6;

[[nodiscard]] ValueForm formOf(const Value& value);
[[nodiscard]] QString nameOf(ValueForm form);

/// A row for numbers added to something, means and factors: any number will do.
[[nodiscard]] ParameterInfo unbounded(const ParameterInfo& info, std::string_view key,
                                      std::string_view label);

/// The numbers of a value as they are now, in the shape of the parameter of the first item. What
/// does not fit becomes numbers within the range.
/// @throws Error(InvalidSpec) with a sentence if the items differ in shape, or there are too many
[[nodiscard]] Value writtenOut(const Value& value, const ParameterInfo& info,
                               const Subject& subject);

/// A number or a draw around what there was, within what is allowed.
/// @param form  Number, Normal, Uniform or LogUniform
[[nodiscard]] Value reshaped(const Value& value, ValueForm form, const ParameterInfo& info,
                             const Subject& subject);

}  // namespace vle::ui
