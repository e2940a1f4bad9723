// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The network as it has learned so far, as a project to be saved. Used by Files. GUI thread.
#pragma once

#include <functional>
#include <optional>

#include "document/document.h"
#include "session/lab.h"

namespace vle::ui {

/// Makes a project of what was taken.
/// @throws Error(InvalidSpec)
using MakeTrained = std::function<Project()>;

/// The shown variant with the weights it has at this moment, whatever the run does after; nothing
/// if the network does not run.
[[nodiscard]] std::optional<MakeTrained> trainedNow(const Document& document, Lab& lab);

}  // namespace vle::ui
