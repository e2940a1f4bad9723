// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person does on the canvas, one thing at a time: add, connect, rename, erase. Functions
// from a project to the edits that do it; whoever calls gives them to the document, as one undo
// step. What cannot be done is an Error(InvalidSpec) whose message is a sentence for that person.
// Actions on many things at once: fragment.h, templates.h, arranging.h. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/canvas.h"
#include "model/edit.h"
#include "model/selection.h"

namespace vle {

/// An action ready to be done: its edits, and what is to be selected after it.
struct Built {
  std::vector<Edit> edits = {};
  Selection made = {};
};

// --- Adding --------------------------------------------------------------------------------------

inline constexpr double kUsualFrequency = 16;  ///< of an input, Hz; preset chain
inline constexpr double kUsualLearn = 0.005;   ///< of a wire, 1/ms; preset temporal-xor

/// One node under a free name ("x", "layer 1", "target", "note 1"), with the defaults of the
/// parameter table. An input plays a sine of kUsualFrequency, so that it is seen to work; a target
/// belongs to no layer yet.
/// @throws Error(InvalidSpec) if the network is full
[[nodiscard]] Built addInput(const Project& project, Position at);
[[nodiscard]] Built addLayer(const Project& project, Position at);
[[nodiscard]] Built addTarget(const Project& project, Position at);
/// A target that is what an input had some time ago, of the size of that input: what a network has
/// to remember.
/// @param by  ms, > 0
/// @throws Error(InvalidSpec) also if there is no input
[[nodiscard]] Built addDelayedTarget(const Project& project, double by, Position at);
[[nodiscard]] Built addNote(const Project& project, Position at, std::string text = {});

// --- Connecting ----------------------------------------------------------------------------------

/// What a wire from a layer to a target says.
enum class TargetEnd {
  Of,      ///< the target is for this layer
  Follows  ///< the target is the rates of this layer, a teacher
};

/// What a wire from a layer to a target means unless the person says so: a target without a layer
/// gets one, a target that has one follows the other layer.
[[nodiscard]] TargetEnd usualEnd(const NetworkSpec& spec, NodeId layer, NodeId target);

/// Why no wire can go from one node to the other, a sentence for the person who draws it; nothing
/// if it can. Input or layer to layer: a projection. Layer to target: see TargetEnd.
/// @param pattern  of the projection
/// @param end      of the target; usualEnd if absent
[[nodiscard]] std::optional<std::string> mayConnect(const NetworkSpec& spec, NodeId from, NodeId to,
                                                    Pattern::Kind pattern = Pattern::Kind::Dense,
                                                    std::optional<TargetEnd> end = {});

/// Draws the wire. A projection gets a free name ("W1") and learns with kUsualLearn; a target takes
/// the size of the layer it gets.
/// @throws Error(InvalidSpec) with the sentence of mayConnect
[[nodiscard]] Built connect(const Project& project, NodeId from, NodeId to,
                            Pattern::Kind pattern = Pattern::Kind::Dense,
                            std::optional<TargetEnd> end = {});

// --- Values --------------------------------------------------------------------------------------

/// Hz, of the input if all have one, else kUsualFrequency.
[[nodiscard]] double likelyFrequency(const Project& project);

/// Gives an item a value, and what the value needs to work: a kind of feedback that learns gets its
/// usual rate where it has none, one that is made for a frequency that of the input.
/// @pre the item has the row, and the value its type
[[nodiscard]] std::vector<Edit> choose(const Project& project, Item item, const ParameterInfo& row,
                                       const ParameterValue& value);

// --- Erasing and renaming ------------------------------------------------------------------------

/// Erases nodes and projections with the wires that hang on them, and everything that speaks of
/// them: overrides and left-out ids of variants, plotted probes (a plot that loses all goes too),
/// signals of the test, places a lesson points at, twins, trained weights. Targets of an erased
/// layer stay and belong to none; targets that followed it hold 0. A value that referred to an
/// erased one keeps its numbers. Checks of a lesson stay: what they wait for can be drawn again.
[[nodiscard]] Built remove(const Project& project, const Selection& selection);

/// Gives a node or projection another name, also in every path and probe that names it.
/// @throws Error(InvalidSpec) if this can be no name, or another node or projection has it
[[nodiscard]] Built rename(const Project& project, NodeId id, const std::string& name);
[[nodiscard]] Built rename(const Project& project, ProjectionId id, const std::string& name);

}  // namespace vle
