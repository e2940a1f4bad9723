// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a seed make a difference? Pure function, any thread.
#pragma once

#include "model/project.h"

namespace vle {

/// Is anything of a project drawn from its seed: initial values, sparse patterns, random signals of
/// inputs, targets or the held-out test? If not, its runs over seeds are all alike.
/// @param project  as returned by `applyVariant`
[[nodiscard]] bool drawsFromSeed(const Project& project);

}  // namespace vle
