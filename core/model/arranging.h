// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where cards lie: moving, aligning, spreading, snapping to the grid. Everything here changes
// positions only, so none of it reaches the simulation. Pure functions, any thread.
#pragma once

#include <set>
#include <vector>

#include "model/canvas.h"
#include "model/edit.h"

namespace vle {

/// The edits that move nodes to positions; those that lie there already need none.
[[nodiscard]] std::vector<Edit> moveTo(const Project& project,
                                       const std::map<NodeId, Position>& positions);

[[nodiscard]] std::vector<Edit> moveBy(const Project& project, const std::set<NodeId>& nodes,
                                       Position offset);

enum class Alignment { Left, Right, Top, Bottom, CentreHorizontally, CentreVertically };

/// Puts edges or middles of cards on one line: the outermost edge, or the middle of them all.
/// CentreHorizontally puts the middles above one another, CentreVertically beside one another.
[[nodiscard]] std::vector<Edit> align(const Project& project, const std::set<NodeId>& nodes,
                                      Alignment alignment, const CardSizes& sizes);

enum class Direction { Horizontal, Vertical };

/// Makes the gaps between neighbouring cards equal; the first and the last stay.
[[nodiscard]] std::vector<Edit> distribute(const Project& project, const std::set<NodeId>& nodes,
                                           Direction direction, const CardSizes& sizes);

[[nodiscard]] Position snappedToGrid(Position position);

/// Moves each card to the nearest point of the grid.
[[nodiscard]] std::vector<Edit> snapToGrid(const Project& project, const std::set<NodeId>& nodes);

}  // namespace vle
