// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From the spec to the ways of all wires: at what height each wire meets a card, how it passes
// other cards, where its label stands. Free functions without a scene; the scene calls them after
// every change of the drawing. GUI thread (measures texts).
#pragma once

#include <map>
#include <optional>
#include <set>

#include <QRectF>
#include <QString>

#include "drawing/wire.h"
#include "model/canvas.h"
#include "model/network_spec.h"
#include "model/project.h"

namespace vle::ui {

/// A projection: W upward, B downward. A target: r* − r to its layer, and from the layer it
/// follows.
struct Route {
  Wire first;
  std::optional<Wire> second;
  bool operator==(const Route&) const = default;
};

struct Routes {
  std::map<ProjectionId, Route> projections;
  std::map<NodeId, Route> targets;
};

/// The card of a node in scene coordinates.
[[nodiscard]] QRectF cardOf(const NodeSpec& node, bool frozen);

/// How large all cards are drawn, for arranging them.
[[nodiscard]] CardSizes cardSizes(const NetworkSpec& spec);

/// The project with places for nodes that lie on one another because its file gives none.
[[nodiscard]] Project withPlaces(Project project);

/// Texts of a label; the widest it becomes decides its place.
[[nodiscard]] QString projectionLabel(const NetworkSpec& spec, const ProjectionSpec& projection);
/// Has it exactly one synapse, whose weight is shown?
[[nodiscard]] bool isSingleSynapse(const NetworkSpec& spec, const ProjectionSpec& projection);

/// All wires. Those whose ends do not exist are left out.
[[nodiscard]] Routes routeAll(const NetworkSpec& spec, const std::set<NodeId>& active);

}  // namespace vle::ui
