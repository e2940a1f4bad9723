// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Several nodes and wires at once: a lagline, a chain, a teacher of what is selected. The canvas
// offers them by name. Pure functions, any thread.
#pragma once

#include <cstdint>

#include "model/building.h"

namespace vle {

/// Most layers a macro makes at once.
inline constexpr std::int64_t kMaxMacroLayers = 1000;

/// n layers, each neuron of one driving the same neuron of the next, so that later layers see an
/// older signal (preset temporal-xor).
/// @param size  neurons of each layer
/// @param at    of the first layer
/// @throws Error(InvalidSpec) unless 1 <= n <= kMaxMacroLayers, or if the network is full
[[nodiscard]] Built addLagline(const Project& project, std::int64_t n, Position at,
                               std::int64_t size = 1);

/// An input, n layers that learn, and a target for the last (preset chain, without its teacher).
/// Weights are drawn. Chains of more than three layers have a larger tau_r, weights of about 1 and
/// no bias: with those of the preset errors would run away, or signals fade.
/// @param at  of the input
/// @throws Error(InvalidSpec) as addLagline
[[nodiscard]] Built addChain(const Project& project, std::int64_t n, Position at);

/// A frozen copy of the selected layers, of the projections among them and of those from inputs;
/// each projection names its copy as its teacher. Selected layers with a target, else the last of
/// the selection, get a target that follows their copies: the first they have, or a new one. What
/// the layers do not learn is shared with the copy. Weights that they learn are the copy's own:
/// drawn apart and twice as large, so that there is something to learn; trained ones are copied as
/// they are.
/// @param sizes  of cards; the copy lies below the selection, on no other card
/// @throws Error(InvalidSpec) if no layer is selected, or the network is full
[[nodiscard]] Built addTeacher(const Project& project, const Selection& selection,
                               const CardSizes& sizes = {});

}  // namespace vle
