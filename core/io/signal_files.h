// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The files that signals are read from: found beside the project, read once each, and found again
// from the folder a project is saved to. Any thread.
#pragma once

#include <string>
#include <vector>

#include "io/csv_table.h"
#include "io/json_codec.h"

namespace vle {

/// The folder of a file, absolute.
[[nodiscard]] std::string folderOf(const std::string& path);

/// Where relative paths in a file may lead from: the folder of its name and, if that is a link, the
/// folder of the file itself.
[[nodiscard]] std::vector<std::string> foldersOf(const std::string& path);

/// Reads the table of a file signal.
/// @param folders  where a relative path may lead from; the first that has the file counts
/// @throws Error(InvalidSpec) for columns the file does not have, Error(File) for all else; the
///         sentence names the file
void readSignalFile(FileSignal& signal, const std::vector<std::string>& folders);

/// What the table in a file looks like.
/// @throws Error(File, InvalidSpec) as lookAt does, or if it cannot be read; the sentence names it
[[nodiscard]] TableLook lookAtFile(const std::string& path, const TableReading& reading = {});

/// The files that have been read for a project's signals, absolute, each once.
[[nodiscard]] std::vector<std::string> signalSources(const Project& project);

/// Reads the tables of all file signals of a project that are not there yet: inputs, targets, the
/// held-out test, and what variants set. Each file is read once.
/// @param order     to name JSON paths
/// @param problems  [in, out] what is wrong is added
void readSignalFiles(Project& project, const std::vector<std::string>& folders,
                     const FileOrder& order, std::vector<Problem>& problems);

/// How a file is named from a folder: relative if it lies in the folder, below or in a neighbour of
/// it, so that both can be moved together; else absolute.
[[nodiscard]] std::string pathFrom(const std::string& folder, const std::string& file);

/// Rewrites the relative paths of files that have been read so that they hold from another folder.
void moveSignalFiles(Project& project, const std::string& folder);

}  // namespace vle
