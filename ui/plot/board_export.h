// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The board as a picture: PNG, or vectors in SVG and PDF. Used by the window and by `vlelab run
// --plot`. GUI thread of any QApplication, the offscreen platform included.
#pragma once

#include <vector>

#include <QString>

#include "lab/trace_store.h"
#include "model/project.h"
#include "theme.h"

namespace vle::ui {

/// Draws all plots over the whole recorded run, with the project's title and the variants' colours
/// on top. Plots of signals that swing too fast for that show their newest stretch, if it was
/// recorded finely enough.
/// @param variants  every running variant in order; hidden ones are left out
/// @param file      ends in .png (1600 × 1000 pixels), .svg or .pdf
/// @returns false if the file cannot be written or has another ending
[[nodiscard]] bool saveBoard(const Project& project, const std::vector<Variant>& variants,
                             const TraceStore& traces, const Theme& theme, const QString& file);

}  // namespace vle::ui
