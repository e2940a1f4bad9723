// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far errors come: which layers they reach, and by how many hops. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/network.h"

namespace vle {

/// Hops along the shortest way from a target down, 0 for a layer that has one, in the order of
/// Network::layers; nothing for a layer that no error reaches.
[[nodiscard]] std::vector<std::optional<std::size_t>> errorHops(const Network& network);

}  // namespace vle
