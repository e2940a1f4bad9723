// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person does to the variants of a project, as lists to be set by SetVariants. Pure
// functions, any thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/project.h"

namespace vle {

/// Paths and the values a variant gives them.
using Overrides = std::map<std::string, ParameterValue>;

/// The variants with one more behind `base`: the same, but for some overrides. What the base says
/// of the same parameter of the same things gives way.
/// @param title  of the change, for people; the label of a base that is not as drawn stands before
///               it, and its name is made of both
[[nodiscard]] std::vector<Variant> withSameBut(const Project& project, std::size_t base,
                                               const Overrides& overrides,
                                               const std::string& title);

/// The variant that runs as `base` would with some overrides, whatever it is called; nothing if
/// none does.
/// @pre  `base` can run
[[nodiscard]] std::optional<std::size_t> variantLike(const Project& project, std::size_t base,
                                                     const Overrides& overrides);

/// The variants with a copy behind one.
[[nodiscard]] std::vector<Variant> withCopy(const Project& project, std::size_t index);

/// The variants with one of them under another name: what people read is the text as it is, its
/// name one that may stand in paths and files and that no other has. Empty text changes nothing.
[[nodiscard]] std::vector<Variant> withName(const Project& project, std::size_t index,
                                            const std::string& text);

inline constexpr std::size_t kVariantColors = 8;  ///< places of the palette of a theme

/// The variants with one moved to another place. Here as wherever positions shift, every variant
/// keeps the colour it has by its position, and a new one gets one that is free.
[[nodiscard]] std::vector<Variant> withMoved(const Project& project, std::size_t from,
                                             std::size_t to);

/// The variants without one.
[[nodiscard]] std::vector<Variant> withoutOne(const Project& project, std::size_t index);

/// The variants with only one visible; all, if that is how it is already.
[[nodiscard]] std::vector<Variant> withSolo(const Project& project, std::size_t index);

/// Every path a variant may override, those of single things first: "settings.rule",
/// "hidden.tau_m", "W2.feedback.kind", then "*.learn".
[[nodiscard]] std::vector<std::string> overridablePaths(const Project& project);

}  // namespace vle
