// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/project_file.h"

#include <algorithm>

#include <QCryptographicHash>
#include <QFileInfo>
#include <QJsonObject>
#include <QStringConverter>

#include "base/text.h"
#include "io/file_bytes.h"
#include "io/output.h"
#include "io/resources.h"
#include "io/signal_files.h"
#include "model/validate.h"
#include "model/variants.h"

namespace vle {

namespace {

Problem fileProblem(std::string message) { return {Severity::Error, "", std::move(message)}; }

/// Is this a project of a version we read? Adds the one problem that makes reading on senseless.
bool checkHeader(const JsonCursor& root) {
  if (!root.isObject()) {
    root.problem("expected a project, an object {…}.");
    return false;
  }
  const QString format = root.at("format").value().toString();
  if (format != QLatin1String("vle-project")) {
    root.at("format").problem("this is no VLE Lab project: 'format' must be \"vle-project\".");
    return false;
  }
  const std::int64_t version = root.at("version").integer();
  if (version > kFormatVersion) {
    root.at("version").problem("the file has format version " + std::to_string(version) +
                               ", this program reads up to " + std::to_string(kFormatVersion) +
                               "; a newer VLE Lab is needed.");
  } else if (version < 1) {
    root.at("version").problem("there is no format version " + std::to_string(version) + ".");
  }
  // Version 1 knew fewer keys and gave every file signal an interval; its keys mean the same today.
  return version >= 1 && version <= kFormatVersion;
}

/// Faults that cannot even be drawn: sizes below one or beyond every limit.
bool isBeyondMending(const Issue& issue) {
  return issue.severity == Severity::Error &&
         (issue.code == "limit" ||
          (issue.place.part == Place::Part::Node && issue.place.key == "size"));
}

}  // namespace

bool LoadedProject::hasErrors() const {
  return std::ranges::any_of(problems,
                             [](const Problem& p) { return p.severity == Severity::Error; });
}

std::string LoadedProject::firstError() const {
  const auto error = std::ranges::find(problems, Severity::Error, &Problem::severity);
  if (error == problems.end()) return {};
  return error->path.empty() ? error->message : error->path + ": " + error->message;
}

LoadedProject readProjectText(std::string_view text, const std::vector<std::string>& folders) {
  LoadedProject result;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // byte order mark
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    result.problems.push_back(fileProblem("the file is empty."));
    return result;
  }
  try {
    const JsonCursor root(parseJson(text), "$", result.problems);
    if (!checkHeader(root)) return result;
    result.project = readProject(root, result.order);
    if (result.hasErrors()) return result;
    readSignalFiles(result.project, folders, result.order, result.problems);
    const bool is_judged = !result.hasErrors();  // else it would be said twice
    result.is_whole = true;
    for (const Issue& issue : validate(result.project)) {
      result.is_whole &= !isBeyondMending(issue);
      if (is_judged || isBeyondMending(issue))
        result.problems.push_back(
            {issue.severity, result.order.pathOf(issue.place), issue.message});
    }
  } catch (const Error& error) {
    result.problems.push_back(fileProblem(error.message() + "."));
  } catch (const std::bad_alloc&) {
    result.problems.push_back(fileProblem("there is not enough memory to read the project."));
  }
  return result;
}

LoadedProject readProjectFile(const std::string& path) {
  try {
    const QByteArray bytes = readBytes(QString::fromStdString(path));
    if (const std::string kind = kindOf(bytes); !kind.empty()) {
      throw Error(ErrorKind::File, "this is " + kind + ", no VLE Lab project");
    }
    const auto marked = QStringConverter::encodingForData(bytes);
    const QByteArray text = marked && *marked != QStringConverter::Utf8 ? utf8Of(bytes) : bytes;
    return readProjectText(viewOf(text), foldersOf(path));
  } catch (const Error& error) {
    LoadedProject failed;
    failed.problems.push_back(fileProblem(error.message() + "."));
    return failed;
  }
}

LoadedProject readProjectOrPreset(const std::string& path_or_id) {
  const bool is_there =
      path_or_id == kStandardStream || QFileInfo::exists(QString::fromStdString(path_or_id));
  if (is_there) return readProjectFile(path_or_id);
  const QString resource = resourceOf(path_or_id);
  if (!resource.isEmpty()) return readProjectFile(resource.toStdString());
  LoadedProject missing;
  missing.problems.push_back(fileProblem("there is no such file, and no such preset (there is " +
                                         join(presetIds()) + ")."));
  return missing;
}

Project loadProject(const std::string& path_or_id) {
  return projectOf(readProjectOrPreset(path_or_id), path_or_id);
}

Project projectOf(LoadedProject loaded, const std::string& path_or_id) {
  for (const Problem& problem : loaded.problems) {
    if (problem.severity != Severity::Error) continue;
    const std::string where = problem.path.empty() ? path_or_id : path_or_id + ": " + problem.path;
    throw Error(ErrorKind::File, problem.message, where);
  }
  return std::move(loaded.project);
}

std::string projectText(const Project& project) { return toText(writeProject(project)); }

std::string projectHash(const Project& project) {
  Project bare = withoutLooks(project);
  bare.created_with.clear();
  bare.settings.speed = Settings{}.speed;
  bare.settings.written.erase("speed");
  bare.variants = project.variants;
  for (Variant& variant : bare.variants) {
    variant.title.clear();
    variant.color.clear();
    variant.visible = true;
  }
  QCryptographicHash hash(QCryptographicHash::Sha256);
  hash.addData(QByteArray::fromStdString(projectText(bare)));
  for (const std::string& file : signalSources(project)) {
    hash.addData(fingerprint(QString::fromStdString(file)));
  }
  return hash.result().toHex().toStdString();
}

std::string savedText(const Project& project, const std::string& folder) {
  Project saved = project;
  moveSignalFiles(saved, folder);
  std::string text = projectText(saved);
  if (text.size() > static_cast<std::size_t>(kMaxFileSize)) {
    throw Error(ErrorKind::File, "the project is larger than 256 MiB, which no file may be.");
  }
  LoadedProject again;
  (void)readProject(JsonCursor(parseJson(text), "$", again.problems), again.order);
  if (again.hasErrors()) {
    throw Error(ErrorKind::File, "it could not be opened again: " + again.firstError());
  }
  return text;
}

void saveProject(const Project& project, const std::string& path) {
  requireWritable(path);
  saveText(savedText(project, foldersOf(path).back()), path);  // of the file, not of a link to it
}

}  // namespace vle
