// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/signal_files.h"

#include <cmath>
#include <set>

#include <QDir>
#include <QFileInfo>

#include "base/error.h"
#include "base/text.h"
#include "io/file_bytes.h"

namespace vle {

namespace {

/// Calls visit(signal, JSON path) for every file signal of a project.
template <class Visit>
class FileSignals {
 public:
  FileSignals(Project& project, const FileOrder& order, Visit visit)
      : project_(project), order_(order), visit_(std::move(visit)) {}

  void run() {
    for (auto& [id, node] : project_.network.nodes) {
      const std::string path = order_.pathOf({Place::Part::Node, number(id), "signal"});
      if (auto* input = std::get_if<InputSpec>(&node.kind)) see(input->signal, path);
      if (auto* target = std::get_if<TargetSpec>(&node.kind)) {
        if (auto* signal = std::get_if<SignalSpec>(&target->source)) see(*signal, path);
      }
    }
    see(project_.settings.test, "$.settings.test");
    for (std::size_t k = 0; k < project_.variants.size(); ++k) {
      const std::string set = "$.variants[" + std::to_string(k) + "].set";
      for (auto& [path, value] : project_.variants[k].set) {
        if (auto* signal = std::get_if<SignalSpec>(&value)) see(*signal, childPath(set, path));
        if (auto* test = std::get_if<std::optional<HeldOutSpec>>(&value)) {
          see(*test, childPath(set, path));
        }
      }
    }
  }

 private:
  void see(SignalSpec& signal, const std::string& path) {
    if (auto* file = std::get_if<FileSignal>(&signal)) visit_(*file, path + ".file");
  }
  void see(std::optional<HeldOutSpec>& test, const std::string& path) {
    if (!test) return;
    for (auto& [name, signal] : test->signal_of) see(signal, childPath(path + ".signals", name));
  }

  Project& project_;
  const FileOrder& order_;
  Visit visit_;
};

QString inFolder(const std::string& folder, const std::string& path) {
  QString file = QString::fromStdString(path);
  if (QDir::isAbsolutePath(file)) return file;
  return QString::fromStdString(folder) + QLatin1Char('/') + file;
}

/// A path without links and dots; files compiled in have none.
std::string canonical(const QFileInfo& file) {
  const QString path = file.canonicalFilePath();
  return (path.isEmpty() ? file.absoluteFilePath() : path).toStdString();
}

/// The file a signal means.
QFileInfo find(const FileSignal& signal, const std::vector<std::string>& folders) {
  const std::string name = "'" + oneLine(signal.path.substr(0, 256)) + "'";
  if (signal.path.empty()) throw Error(ErrorKind::File, "the path of the file is empty");
  const bool is_absolute = QDir::isAbsolutePath(QString::fromStdString(signal.path));
  if (is_absolute && QFileInfo::exists(QString::fromStdString(signal.path))) {
    return QFileInfo(QString::fromStdString(signal.path));
  }
  std::vector<std::string> seen;
  for (const std::string& folder : folders) {
    const QFileInfo file(inFolder(folder, signal.path));
    if (file.exists()) return file;
    seen.push_back("'" + oneLine(folder) + "'");
  }
  throw Error(ErrorKind::File,
              "there is no file " + name + (is_absolute ? "" : " in " + join(seen, " or ")));
}

/// The text of a table, as UTF-8.
/// @throws Error(File) if it cannot be read, or is no text
QByteArray tableText(const QString& path) {
  const QFileInfo file(path);
  if (file.exists() && !file.isFile() && !file.isDir()) {
    throw Error(ErrorKind::File, "this is not a regular file");  // a pipe might never answer
  }
  const QByteArray bytes = readBytes(path);
  if (endsWithinAUnit(bytes)) {
    throw Error(ErrorKind::File, "the file ends within a character, a part of it is missing");
  }
  const std::string kind = kindOf(bytes);
  if (kind.empty()) return utf8Of(bytes);
  throw Error(ErrorKind::File, "this is " + kind + ", not a table of text: export it as CSV");
}

}  // namespace

std::string folderOf(const std::string& path) {
  return QFileInfo(QString::fromStdString(path)).absolutePath().toStdString();
}

std::vector<std::string> foldersOf(const std::string& path) {
  std::vector<std::string> folders = {folderOf(path)};
  const QFileInfo real(QFileInfo(QString::fromStdString(path)).canonicalFilePath());
  const bool is_linked = QFileInfo(QString::fromStdString(path)).isSymLink();
  if (is_linked) folders.push_back(real.absolutePath().toStdString());
  return folders;
}

void readSignalFile(FileSignal& signal, const std::vector<std::string>& folders) {
  const QFileInfo file = find(signal, folders);
  try {
    const QByteArray text = tableText(file.filePath());
    SignalTable table = readTable(viewOf(text), signal.reading, signal.interval);
    table.source = canonical(file);
    signal.table = std::make_shared<const SignalTable>(std::move(table));
  } catch (const Error& error) {
    throw Error(error.kind(),
                "file '" + oneLine(signal.path.substr(0, 256)) + "': " + error.message());
  }
}

TableLook lookAtFile(const std::string& path, const TableReading& reading) {
  try {
    const QByteArray text = tableText(QString::fromStdString(path));
    return lookAt(viewOf(text), reading);
  } catch (const Error& error) {
    throw Error(error.kind(), "file '" + oneLine(path.substr(0, 256)) + "': " + error.message());
  }
}

void readSignalFiles(Project& project, const std::vector<std::string>& folders,
                     const FileOrder& order, std::vector<Problem>& problems) {
  std::vector<FileSignal> known;
  const auto read = [&](FileSignal& signal, const std::string& path) {
    if (signal.table != nullptr) return;
    const auto same = std::ranges::find_if(known, [&signal](const FileSignal& other) {
      return other.path == signal.path && other.reading == signal.reading &&
             other.interval == signal.interval;
    });
    if (same != known.end()) {
      signal.table = same->table;
      return;
    }
    try {
      readSignalFile(signal, folders);
      known.push_back(signal);
    } catch (const Error& error) {
      const bool is_reading = error.kind() == ErrorKind::InvalidSpec;
      problems.push_back(
          {Severity::Error, path + (is_reading ? "" : ".path"), error.message() + "."});
      return;
    }
    const double step = signal.table->interval;
    const bool differs = signal.interval > 0 && step > 0 &&
                         std::abs(step - signal.interval) > 1e-6 * signal.interval;
    if (!differs) return;
    problems.push_back({Severity::Warning, path + ".interval",
                        "the times in column '" + signal.table->time + "' of '" +
                            oneLine(signal.path.substr(0, 256)) + "' say " + formatShort(step) +
                            " ms a row, so the interval of " + formatShort(signal.interval) +
                            " ms is not used (\"time\": false leaves the times out)."});
  };
  FileSignals(project, order, read).run();
}

std::vector<std::string> signalSources(const Project& project) {
  std::set<std::string> sources;
  Project copy = project;  // the walk below may change what it visits
  const auto see = [&sources](const FileSignal& signal, const std::string&) {
    if (signal.table != nullptr) sources.insert(signal.table->source);
  };
  const FileOrder order;
  FileSignals(copy, order, see).run();
  return {sources.begin(), sources.end()};
}

std::string pathFrom(const std::string& folder, const std::string& file) {
  const std::string there = canonical(QFileInfo(QString::fromStdString(folder)));
  const std::string target = canonical(QFileInfo(QString::fromStdString(file)));
  const QString path =
      QDir(QString::fromStdString(there)).relativeFilePath(QString::fromStdString(target));
  const bool is_near = QDir::isRelativePath(path) && !path.startsWith(QLatin1String("../../"));
  return is_near ? path.toStdString() : target;
}

void moveSignalFiles(Project& project, const std::string& folder) {
  const QDir there(QString::fromStdString(canonical(QFileInfo(QString::fromStdString(folder)))));
  const auto move = [&](FileSignal& signal, const std::string&) {
    const bool is_absolute = QDir::isAbsolutePath(QString::fromStdString(signal.path));
    if (signal.table == nullptr || is_absolute) return;
    const std::string& source = signal.table->source;
    if (canonical(QFileInfo(inFolder(folder, signal.path))) == source) return;
    const bool is_compiled_in = source.starts_with(':');
    signal.path = is_compiled_in
                      ? source
                      : there.relativeFilePath(QString::fromStdString(source)).toStdString();
  };
  const FileOrder order;
  FileSignals(project, order, move).run();
}

}  // namespace vle
