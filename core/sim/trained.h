// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A trained network as a project: what "save trained network" writes, on the command line and in
// the window. Pure function, any thread.
#pragma once

#include "model/project.h"
#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// The project as one variant sees it, with the weights of a state as initial values.
/// @param network  that the state belongs to
/// @throws Error(InvalidSpec) if the variant does not fit the project
[[nodiscard]] Project trainedProject(const Project& project, const Variant& variant,
                                     const Network& network, const State& state);

}  // namespace vle
