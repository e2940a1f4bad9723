// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/output.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>

#include <QFileInfo>

#include "base/error.h"
#include "io/file_bytes.h"

namespace vle {

namespace {

[[noreturn]] void fail(const std::string& path, const QString& why) {
  throw Error(ErrorKind::File, "the file cannot be written: " + why.toStdString() + ".", path);
}

/// Writes all of a text and hands it to the system; false if that did not work.
bool writeAll(QFileDevice& file, std::string_view text) {
  const auto size = static_cast<qint64>(text.size());
  return file.write(text.data(), size) == size && file.flush();
}

/// Why a write did not work. A disk that takes a part of it only is no error to Qt.
QString reasonOf(const QFileDevice& file) {
  const bool is_named =
      file.error() != QFileDevice::NoError && file.errorString() != QStringLiteral("Unknown error");
  return is_named ? file.errorString() : QStringLiteral("there is no room for it");
}

}  // namespace

std::string behindLinks(const std::string& path) {
  QFileInfo info(QString::fromStdString(path));
  constexpr int kMostLinks = 40;  // as many as Linux follows
  for (int k = 0; k < kMostLinks && info.isSymLink(); ++k) info.setFile(info.symLinkTarget());
  return info.filePath().toStdString();
}

WholeFile::WholeFile(const std::string& path) : file_(QString::fromStdString(path)) {
  requireWritable(path);
  if (!file_.open(QIODevice::WriteOnly)) fail(path, file_.errorString());
}

void WholeFile::write(std::string_view text) {
  if (writeAll(file_, text)) return;
  const QString why = reasonOf(file_);
  file_.cancelWriting();
  fail(file_.fileName().toStdString(), why);
}

void WholeFile::finish() {
  // commit() overlooks what fails when the last buffer is written: every write has flushed.
  if (!file_.commit()) fail(file_.fileName().toStdString(), reasonOf(file_));
}

std::string RowsFile::partOf(const std::string& path) { return behindLinks(path) + ".part"; }

RowsFile::RowsFile(const std::string& path, std::int64_t keep)
    : path_(behindLinks(path)), part_(QString::fromStdString(partOf(path))) {
  requireWritable(path);
  const std::string name = part_.fileName().toStdString();
  if (!part_.open(QIODevice::ReadWrite | QIODevice::Unbuffered)) fail(name, part_.errorString());
  if (flock(part_.handle(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    throw Error(ErrorKind::File, "another program is writing these rows.", name);
  }
  if (!part_.resize(keep) || !part_.seek(keep)) fail(name, part_.errorString());
}

void RowsFile::write(std::string_view text) {
  if (!writeAll(part_, text)) fail(part_.fileName().toStdString(), reasonOf(part_));
}

void RowsFile::finish() {
  if (fsync(part_.handle()) != 0 && errno == EIO) fail(path_, QStringLiteral("the disk failed"));
  part_.close();
  moveFile(part_.fileName().toStdString(), path_);
}

void StandardOutput::write(std::string_view text) {
  const bool is_written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!is_written || std::fflush(stdout) != 0) {
    throw Error(ErrorKind::File, "the standard output cannot be written: " +
                                     qt_error_string(errno).toStdString() + ".");
  }
}

void StandardOutput::finish() { write({}); }

std::unique_ptr<Output> outputTo(const std::string& path) {
  if (path == kStandardStream) return std::make_unique<StandardOutput>();
  return std::make_unique<WholeFile>(path);
}

void saveText(std::string_view text, const std::string& path) {
  const std::unique_ptr<Output> output = outputTo(path);
  output->write(text);
  output->finish();
}

void saveBytes(const QByteArray& bytes, const std::string& path) { saveText(viewOf(bytes), path); }

void moveFile(const std::string& from, const std::string& to) {
  std::error_code code;
  std::filesystem::rename(from, to, code);
  if (code) {
    throw Error(
        ErrorKind::File,
        "'" + from + "' cannot be renamed: " + qt_error_string(code.value()).toStdString() + ".",
        to);
  }
}

void requireWritable(const std::string& path) {
  if (path == kStandardStream) return;
  const QFileInfo info(QString::fromStdString(path));
  // A safe save replaces what stands under the name, so it must be a file.
  if (info.exists() && !info.isFile()) {
    throw Error(ErrorKind::File, "this is not a regular file, so nothing is written to it.", path);
  }
  QSaveFile probe(info.filePath());
  if (!probe.open(QIODevice::WriteOnly)) fail(path, probe.errorString());
  probe.cancelWriting();
}

}  // namespace vle
