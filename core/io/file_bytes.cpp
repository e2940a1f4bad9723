// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/file_bytes.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include "base/error.h"

namespace vle {

namespace {
constexpr qint64 kPart = qint64{1024} * 1024;
}

QByteArray readBytes(const QString& path) {
  const auto fail = [](const std::string& message) { throw Error(ErrorKind::File, message); };
  const QFileInfo info(path);
  QFile file(info.filePath());
  const auto fail_to_read = [&] {
    fail("the file cannot be read: " + file.errorString().toStdString());
  };
  const auto check_size = [&](qint64 size) {
    if (size > kMaxFileSize) fail("the file is larger than 256 MiB");
  };
  if (!info.exists()) fail("there is no such file");
  if (info.isDir()) fail("this is a folder, not a file");
  check_size(info.size());
  if (!file.open(QIODevice::ReadOnly)) fail_to_read();
  // In parts, since a device says nothing of its size: Qt sets aside all that is asked for at once.
  QByteArray bytes;
  for (QByteArray part = file.read(kPart); !part.isEmpty(); part = file.read(kPart)) {
    bytes += part;
    check_size(bytes.size());
  }
  if (file.error() != QFileDevice::NoError) fail_to_read();
  return bytes;
}

QByteArray fingerprint(const QString& path) {
  QFile file(path);
  QCryptographicHash hash(QCryptographicHash::Sha1);
  const bool is_read = file.open(QIODevice::ReadOnly) && hash.addData(&file);
  return is_read ? hash.result() : QByteArray();
}

}  // namespace vle
