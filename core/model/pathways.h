// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which layers errors reach in what is drawn. Used by whoever draws, arranges or judges it.
// Pure functions, any thread.
#pragma once

#include <set>

#include "model/network_spec.h"

namespace vle {

/// Layers that are not frozen: those that learn, those of a target, and all that lie below them;
/// and those that nothing is connected to yet. The rest (teachers) receives no errors.
[[nodiscard]] std::set<NodeId> activeLayers(const NetworkSpec& spec);

/// Layers that errors reach: those of a target, and all that lie below them.
[[nodiscard]] std::set<NodeId> layersReachedByErrors(const NetworkSpec& spec);

/// Does this projection send errors down?
[[nodiscard]] bool carriesErrors(const NetworkSpec& spec, const ProjectionSpec& projection,
                                 const std::set<NodeId>& active);

}  // namespace vle
