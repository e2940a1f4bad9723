// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Project files: reading with every problem and its JSON path, migration by version, safe writing.
// Any thread.
#pragma once

#include <string>
#include <vector>

#include "io/json_codec.h"

namespace vle {

/// What became of a file: a project, and everything wrong with it (errors and warnings).
struct LoadedProject {
  Project project;
  FileOrder order;
  std::vector<Problem> problems;
  /// Everything in the file was understood and stands in the project; what errors there are lie in
  /// its content (a layer without a partner, a CSV file that is gone) and can be mended by hand.
  bool is_whole = false;

  [[nodiscard]] bool hasErrors() const;
  /// "$.nodes[1].tau_m: the first error", or "" if there is none.
  [[nodiscard]] std::string firstError() const;
};

/// Reads a text as a project, with the files its signals name, and judges it, finding as many
/// problems as it can. Never throws.
/// @param folders  where relative paths may lead from; the first that has the file counts
[[nodiscard]] LoadedProject readProjectText(std::string_view text,
                                            const std::vector<std::string>& folders = {"."});

/// The same for a file, or the standard input for "-"; what cannot be read is one problem with an
/// empty path.
[[nodiscard]] LoadedProject readProjectFile(const std::string& path);

/// The same; where there is no file of that name, for a preset of that id.
[[nodiscard]] LoadedProject readProjectOrPreset(const std::string& path_or_id);

/// Reads a file or, if there is none of that name, a preset or lesson by its id.
/// @throws Error(File, Version or InvalidSpec) with the first error; `where` is file and JSON path
[[nodiscard]] Project loadProject(const std::string& path_or_id);

/// The project of what was read by this name.
/// @throws Error(File) with the first error
[[nodiscard]] Project projectOf(LoadedProject loaded, const std::string& path_or_id);

/// The text of a project file.
[[nodiscard]] std::string projectText(const Project& project);

/// A hash (SHA-256, hexadecimal) of all that decides what runs of a project come to, the contents
/// of its signal files included. What it is called, looks and places do not count.
[[nodiscard]] std::string projectHash(const Project& project);

/// The text of a project file that lies in a folder: paths of signals are written so that they hold
/// from there.
/// @throws Error(File) naming the JSON path of what could not be read again, so that nothing is
///         saved that cannot be opened
[[nodiscard]] std::string savedText(const Project& project, const std::string& folder);

/// Writes `savedText`; the old file stays whole until the new one is.
/// @throws Error(File)
void saveProject(const Project& project, const std::string& path);

}  // namespace vle
