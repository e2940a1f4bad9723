// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files that tests write and read.
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include "io/project_file.h"

namespace vle::test {

/// Empty where there is no such file.
inline QByteArray contentsOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void write(const QString& path, const QByteArray& bytes) {
  QDir().mkpath(QFileInfo(path).path());
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

/// What was said of a file, a line each.
inline QString problemsOf(const LoadedProject& loaded) {
  QStringList lines;
  for (const Problem& problem : loaded.problems) {
    lines << QString::fromStdString(problem.path + ": " + problem.message);
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace vle::test
