// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From a Value as written to numbers: shapes, draws, references. Draws come from a stream keyed by
// (seed, id, parameter), row by row. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/network_spec.h"

namespace vle {

/// Rows × columns of a parameter; one column for values per neuron or per one-to-one synapse.
struct Shape {
  std::int64_t rows = 0;
  std::int64_t columns = 1;
  bool operator==(const Shape&) const = default;
};

/// Shape of a parameter of a node or projection: tau_m (n, 1), W (n_post, n_pre), B (n_pre,
/// n_post).
/// @pre the item exists and has that parameter
[[nodiscard]] Shape shapeOf(const NetworkSpec& spec, std::uint32_t id, std::string_view key);

/// Why a value cannot be evaluated (wrong shape, missing or circular reference, misplaced fan-in);
/// nothing if it can. Draws no numbers, so it is cheap for any size.
/// @param id   node or projection
/// @param key  "tau_m", "tau_r", "bias", "constant", "W" or "B"
[[nodiscard]] std::optional<std::string> valueProblem(const NetworkSpec& spec, std::uint32_t id,
                                                      std::string_view key);

/// The numbers of a parameter, row by row; length rows × columns.
/// @param seed  key of all draws
/// @throws Error(Shape) with the sentence of `valueProblem`
[[nodiscard]] std::vector<double> evaluate(const NetworkSpec& spec, std::int64_t seed,
                                           std::uint32_t id, std::string_view key);
/// The same for a value that is not in its place: that of a variant, of a test, a part of a value.
[[nodiscard]] std::vector<double> evaluate(const NetworkSpec& spec, std::int64_t seed,
                                           std::uint32_t id, std::string_view key,
                                           const Value& value);

}  // namespace vle
