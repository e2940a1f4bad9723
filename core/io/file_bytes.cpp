// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/file_bytes.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include "base/error.h"

namespace vle {

QByteArray readBytes(const QString& path) {
  const auto fail = [](const std::string& message) { throw Error(ErrorKind::File, message); };
  const QFileInfo info(path);
  QFile file(info.filePath());
  if (!info.exists()) fail("there is no such file");
  if (info.isDir()) fail("this is a folder, not a file");
  if (info.size() > kMaxFileSize) fail("the file is larger than 256 MiB");
  if (!file.open(QIODevice::ReadOnly)) {
    fail("the file cannot be read: " + file.errorString().toStdString());
  }
  QByteArray bytes = file.read(kMaxFileSize + 1);  // a device says nothing of its size
  if (bytes.size() > kMaxFileSize) fail("the file is larger than 256 MiB");
  return bytes;
}

QByteArray fingerprint(const QString& path) {
  QFile file(path);
  QCryptographicHash hash(QCryptographicHash::Sha1);
  const bool is_read = file.open(QIODevice::ReadOnly) && hash.addData(&file);
  return is_read ? hash.result() : QByteArray();
}

}  // namespace vle
