// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one pass over a matrix of synapses, eight rows at a time: per step every weight is read once
// and written once. What is summed, and in which order, depends on sizes alone. Used by kernels.
// Simulation thread.
#pragma once

#include "base/cpu.h"
#include "sim/fused_network.h"

namespace vle {

/// Kernels::pass_matrix of an instruction set.
[[nodiscard]] PassMatrix* passMatrix(Isa isa);

}  // namespace vle
