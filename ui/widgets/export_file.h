// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where tables and pictures go: beside the project, under its name and what they hold, and never
// over a project or a file that this one reads. Used by whatever exports. GUI thread.
#pragma once

#include <QString>

#include "document/document.h"

namespace vle::ui {

/// What is proposed: "…/lecture-run.csv".
/// @param holds   what is exported, a word or the title of a plot
/// @param ending  without dot; empty: none yet
[[nodiscard]] QString exportName(const Document& document, const QString& holds,
                                 const QString& ending);

/// Only Save writes projects.
/// @throws Error(File) if the file is a project, or one that the open one is read from
void checkExport(const Document& document, const QString& file);

}  // namespace vle::ui
