// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which nodes and projections a person means: what an action is done to, and what it made. The
// canvas keeps one; it is no part of the project. Plain values, any thread.
#pragma once

#include <set>

#include "model/network_spec.h"

namespace vle {

struct Selection {
  std::set<NodeId> nodes = {};
  std::set<ProjectionId> projections = {};

  bool operator==(const Selection&) const = default;
  [[nodiscard]] bool empty() const { return nodes.empty() && projections.empty(); }
};

}  // namespace vle
