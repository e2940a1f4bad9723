// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Making layers, inputs and targets wider or narrower, together with what has their shape. The
// inspector and the canvas use it for the size of a node. Pure function, any thread.
#pragma once

#include <cstdint>
#include <set>

#include "model/building.h"

namespace vle {

/// Gives nodes another number of neurons or channels. Lists per neuron, rows of weights and
/// channels of signals, those of the held-out test included, are cut or repeat their last entry;
/// targets take the size of their layer; trained weights that do not fit any more go. Values that
/// are drawn or the same for all need nothing.
/// @param size  >= 1 and at most kMaxNeurons
/// @throws Error(InvalidSpec) if it is not
[[nodiscard]] Built resize(const Project& project, const std::set<NodeId>& nodes,
                           std::int64_t size);

}  // namespace vle
