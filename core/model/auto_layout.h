// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the cards of a network go so that signals flow from left to right: columns by the longest
// way from an input, short wires, no card on another. Loops are fine: the wires that close them run
// back. The same drawing gives the same result, a result gives itself again, and one more node
// leaves the order of the others. Pure functions, any thread.
#pragma once

#include <map>

#include "model/canvas.h"
#include "model/network_spec.h"

namespace vle {

/// Positions of all nodes, on the grid. Within a column cards keep the order they have where that
/// does not make wires longer. Notes go with the card they lie nearest to. The upper left corner of
/// the drawing stays where it is.
[[nodiscard]] std::map<NodeId, Position> autoLayout(const NetworkSpec& spec,
                                                    const CardSizes& sizes);

/// Positions for nodes that have none of their own: those that lie exactly on one another, as in a
/// file that says nothing of positions. The others stay. Empty if every node has its place.
[[nodiscard]] std::map<NodeId, Position> placesForStacked(const NetworkSpec& spec,
                                                          const CardSizes& sizes);

}  // namespace vle
