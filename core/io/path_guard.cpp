// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/path_guard.h"

#include <filesystem>
#include <sys/stat.h>

#include "base/error.h"
#include "base/text.h"
#include "io/output.h"
#include "io/signal_files.h"

namespace vle {

namespace {

namespace fs = std::filesystem;

/// What two names have in common exactly if they mean one file: device and number of what is there,
/// else the path that would be made, without links.
std::string identityOf(const std::string& path) {
  if (path == kStandardStream) return path;
  struct stat info {};
  if (stat(path.c_str(), &info) == 0) {
    return std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino);
  }
  std::error_code code;
  const fs::path target = fs::absolute(behindLinks(path), code);
  const fs::path folder = fs::weakly_canonical(target.parent_path(), code);
  return (folder / target.filename()).lexically_normal().string();
}

}  // namespace

void PathGuard::reads(const std::string& path, const std::string& what) {
  if (path == kStandardStream || path.starts_with(':')) return;  // compiled in
  add({path, identityOf(path), what, false});
}

void PathGuard::writes(const std::string& path, const std::string& what) {
  add({path, identityOf(path), what, true});
}

void PathGuard::add(Entry entry) {
  for (const Entry& other : entries_) {
    if (other.identity != entry.identity || !(other.is_written || entry.is_written)) continue;
    const Entry& written = entry.is_written ? entry : other;
    const Entry& second = entry.is_written ? other : entry;
    const std::string name =
        oneLine(written.path) + (second.path == written.path ? "" : " and " + oneLine(second.path));
    throw Error(ErrorKind::File,
                written.path == kStandardStream
                    ? written.what + " and " + second.what + " would both be the standard output."
                    : written.what + " would be written over " + second.what + ".",
                written.path == kStandardStream ? "" : name);
  }
  entries_.push_back(std::move(entry));
}

PathGuard guardOf(const std::string& file, const Project& project) {
  PathGuard guard;
  if (fs::exists(file)) guard.reads(file, "the project");
  for (const std::string& source : signalSources(project)) guard.reads(source, "a file it reads");
  return guard;
}

}  // namespace vle
