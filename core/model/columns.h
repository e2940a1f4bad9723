// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The columns of a layered drawing: how far from the sources each thing stands when all wires that
// close no loop lead to the right. Used by the auto-layout. Pure function, any thread.
#pragma once

#include <cstddef>
#include <vector>

namespace vle {

/// The column of each thing, 0 at the left: one more than the last of those that lead to it. What
/// nothing leads to stands just before what it leads to, unless it is a source: sources stand at
/// the left. Which wires close loops is found depth first from the sources, in the order given.
/// @param next  per thing those it leads to; all indices < next.size()
[[nodiscard]] std::vector<std::size_t> columnsOf(const std::vector<std::vector<std::size_t>>& next,
                                                 const std::vector<bool>& is_source);

}  // namespace vle
