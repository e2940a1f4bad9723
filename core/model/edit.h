// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one way to change a project: edits, small values that replace one part and can be undone.
// Applying an edit returns its inverse, an edit of the same kind holding what was there before.
// Pure functions, any thread.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "model/parameter_access.h"

namespace vle {

/// Inserts, replaces or (without a value) erases a node.
struct SetNode {
  NodeId id{};
  std::optional<NodeSpec> node;
  bool operator==(const SetNode&) const = default;
};

/// Inserts, replaces or (without a value) erases a projection.
struct SetProjection {
  ProjectionId id{};
  std::optional<ProjectionSpec> projection;
  bool operator==(const SetProjection&) const = default;
};

/// Changes one parameter of what exists: all that a slider does.
/// @pre as `setEntry`
struct SetParameter {
  Item item;
  const ParameterInfo* row = nullptr;
  ParameterEntry entry;
  bool operator==(const SetParameter&) const = default;
};

struct SetSettings {
  Settings settings;
  bool operator==(const SetSettings&) const = default;
};

struct SetVariants {
  std::vector<Variant> variants;
  bool operator==(const SetVariants&) const = default;
};

struct SetBoard {
  std::vector<Plot> board;
  bool operator==(const SetBoard&) const = default;
};

struct SetMeta {
  Meta meta;
  bool operator==(const SetMeta&) const = default;
};

/// Makes the project a lesson, changes it or (without a value) makes it an ordinary project.
struct SetLesson {
  std::optional<Lesson> lesson;
  bool operator==(const SetLesson&) const = default;
};

/// Inserts, replaces or (without a value) erases the trained weights of one projection.
struct SetWeights {
  std::string projection;
  std::optional<Weights> weights;
  bool operator==(const SetWeights&) const = default;
};

using Edit = std::variant<SetNode, SetProjection, SetParameter, SetSettings, SetVariants, SetBoard,
                          SetMeta, SetLesson, SetWeights>;

/// What a list of edits touched, for listeners that care about only some of it.
struct Change {
  bool structure = false;   ///< nodes or projections came, went, or changed size or ends
  bool parameters = false;  ///< anything else the simulation depends on, settings included
  bool names = false;       ///< what things are called, or the order of variants: nothing computed
  bool layout = false;      ///< positions, notes and names on the canvas
  bool variants = false;    ///< with `names` or `parameters` where more than their looks changed
  bool board = false;
  bool meta = false;
  bool lesson = false;
  bool reload = false;  ///< another project altogether
  std::set<NodeId> nodes;
  std::set<ProjectionId> projections;

  /// Does the simulation compute something else?
  [[nodiscard]] bool computesElse() const { return structure || parameters || reload; }
  [[nodiscard]] bool reachesSimulation() const { return computesElse() || names; }
};

/// Performs an edit.
/// @param change  [in, out] what the edit touched is added
/// @returns the inverse: applying it restores an equal project
Edit apply(Project& project, Edit edit, Change& change);

/// Performs a list of edits in order; returns the inverse list, already in the order to apply it.
std::vector<Edit> applyAll(Project& project, const std::vector<Edit>& edits, Change& change);

/// What of a list of edits is needed: without those that a later one overwrites, and without those
/// that leave the project as it is. Nothing remains of a list that changes nothing.
[[nodiscard]] std::vector<Edit> needed(const Project& project, std::vector<Edit> edits);

/// The edits after which the initial value of a parameter holds again.
[[nodiscard]] std::vector<Edit> withoutTrained(const Project& project,
                                               const std::vector<Item>& items,
                                               const ParameterInfo& row);

/// The edits that turn one project into another, apart from the program it was created with.
[[nodiscard]] std::vector<Edit> difference(const Project& before, const Project& after);

}  // namespace vle
