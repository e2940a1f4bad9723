// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Variants: a project seen through one set of overrides. Pure functions, any thread.
#pragma once

#include <vector>

#include "model/project.h"

namespace vle {

/// The variants that run: those of the project, or one named "default".
[[nodiscard]] std::vector<Variant> runningVariants(const Project& project);

/// The project as one variant sees it: overrides applied, nodes left out together with the
/// projections, targets and test signals that need them.
/// @throws Error(InvalidSpec) if a path does not exist or cannot be overridden
[[nodiscard]] Project applyVariant(const Project& project, const Variant& variant);

/// A project without what makes no difference to how its network runs: what it is called,
/// variants, board, lesson, places and notes.
[[nodiscard]] Project withoutLooks(Project project);

/// The network with the signals of a test in place of those of the inputs and targets
/// it names.
[[nodiscard]] NetworkSpec withHeldOutSignals(NetworkSpec network, const HeldOutSpec& test);

}  // namespace vle
