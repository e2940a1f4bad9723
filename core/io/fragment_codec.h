// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fragments as text, for the clipboard: a fragment is written as the project it is a network of, so
// that a copied part is a project file, and a project file can be pasted. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "model/fragment.h"

namespace vle {

/// The text of a fragment, format.md. Files of signals are named by their absolute paths, so that
/// the text means the same in every window.
[[nodiscard]] std::string fragmentText(const Fragment& fragment);

/// Reads what fragmentText wrote, or the network of a whole project. What is wrong with it but can
/// be drawn is kept: the canvas shows it as a problem.
/// @param folder  where relative paths of signal files lead from
/// @throws Error(File) with one sentence; the JSON path is its `where`
[[nodiscard]] Fragment readFragment(std::string_view text, const std::string& folder = ".");

}  // namespace vle
