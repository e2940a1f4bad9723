// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/signal_files.h"

#include <map>

#include <QDir>
#include <QFileInfo>

#include "base/error.h"
#include "base/text.h"
#include "io/csv_table.h"
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
        if (auto* test = std::get_if<std::optional<TestSpec>>(&value)) {
          see(*test, childPath(set, path));
        }
      }
    }
  }

 private:
  void see(SignalSpec& signal, const std::string& path) {
    if (auto* file = std::get_if<FileSignal>(&signal)) visit_(*file, path + ".file");
  }
  void see(std::optional<TestSpec>& test, const std::string& path) {
    if (!test) return;
    for (auto& [name, signal] : test->inputs) see(signal, childPath(path + ".signals", name));
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

}  // namespace

std::string folderOf(const std::string& path) {
  return QFileInfo(QString::fromStdString(path)).absolutePath().toStdString();
}

void readSignalFile(FileSignal& signal, const std::vector<std::string>& folders) {
  const QFileInfo file = find(signal, folders);
  try {
    const QByteArray bytes = readBytes(file.filePath());
    SignalTable table =
        readTable({bytes.constData(), static_cast<std::size_t>(bytes.size())}, signal.columns);
    table.source = canonical(file);
    signal.table = std::make_shared<const SignalTable>(std::move(table));
  } catch (const Error& error) {
    throw Error(error.kind(),
                "file '" + oneLine(signal.path.substr(0, 256)) + "': " + error.message());
  }
}

std::vector<std::string> signalFileColumns(const std::string& path) {
  try {
    const QByteArray bytes = readBytes(QString::fromStdString(path));
    return readHeader({bytes.constData(), static_cast<std::size_t>(bytes.size())});
  } catch (const Error& error) {
    throw Error(error.kind(), "file '" + oneLine(path.substr(0, 256)) + "': " + error.message());
  }
}

void readSignalFiles(Project& project, const std::vector<std::string>& folders,
                     const FileOrder& order, std::vector<Problem>& problems) {
  using Key = std::pair<std::string, std::vector<std::string>>;  // path and columns
  std::map<Key, std::shared_ptr<const SignalTable>> known;
  const auto read = [&](FileSignal& signal, const std::string& path) {
    if (signal.table != nullptr) return;
    auto& table = known[{signal.path, signal.columns}];
    signal.table = table;
    if (table != nullptr) return;
    try {
      readSignalFile(signal, folders);
      table = signal.table;
    } catch (const Error& error) {
      const bool is_column = error.kind() == ErrorKind::InvalidSpec;
      problems.push_back(
          {Severity::Error, path + (is_column ? ".columns" : ".path"), error.message() + "."});
    }
  };
  FileSignals(project, order, read).run();
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
  FileSignals(project, {}, move).run();
}

}  // namespace vle
