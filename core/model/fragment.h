// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A part of a network on its own: what is copied, cut, pasted and duplicated. Between windows it
// travels as text (io/fragment_codec.h). Pure functions, any thread.
#pragma once

#include <map>
#include <string>

#include "model/building.h"

namespace vle {

/// Nodes, the projections among them, and the trained weights of these. Ids and names are those of
/// the project it came from; nothing in it refers to anything outside.
struct Fragment {
  NetworkSpec network = {};
  std::map<std::string, Weights> weights = {};  ///< by projection
  bool operator==(const Fragment&) const = default;
};

/// The selected nodes and the projections among them, as if everything else were erased.
[[nodiscard]] Fragment fragment(const Project& project, const Selection& selection);

/// Puts a copy into a project, under new ids and free names.
/// @param at  where the upper left corner of the nodes goes
/// @throws Error(InvalidSpec) if there is nothing to paste or the network would be too large
[[nodiscard]] Built paste(const Project& project, const Fragment& fragment, Position at);

/// Copies the selected nodes, with the projections among them, to beside themselves.
/// @param offset  from each node to its copy
/// @throws Error(InvalidSpec) as paste
[[nodiscard]] Built duplicate(const Project& project, const Selection& selection, Position offset);

}  // namespace vle
