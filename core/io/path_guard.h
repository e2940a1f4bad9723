// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keeps what is written away from what is read and from what else is written. Any thread, one at a
// time.
#pragma once

#include <string>
#include <vector>

#include "model/project.h"

namespace vle {

/// All files a command reads and writes. Two names are one file if they lead there through links,
/// if they are hard links of it, or if the same new file would be made.
class PathGuard {
 public:
  /// @param what  for the sentence: "the project"
  /// @throws Error(File) if it is also written
  void reads(const std::string& path, const std::string& what);
  /// @param what  "--csv"
  /// @throws Error(File) if it is also read, or written for something else
  void writes(const std::string& path, const std::string& what);

 private:
  struct Entry {
    std::string path;
    std::string identity;
    std::string what;
    bool is_written = false;
  };
  void add(Entry entry);

  std::vector<Entry> entries_;
};

/// What a project is read from, so that nothing is written over it: its own file, if there is one,
/// and every file that its signals name.
[[nodiscard]] PathGuard guardOf(const std::string& file, const Project& project);

}  // namespace vle
