// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Starts the program as its users do. Header only.
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

namespace vle::test {

struct Result {
  int status = -1;  ///< −1: crashed, or did not end
  QByteArray out, err;
};

/// Runs `vlelab` with some arguments.
inline Result vlelab(const QStringList& arguments, const QStringList& without_environment = {}) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const QString& name : without_environment) environment.remove(name);
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral(VLE_PROGRAM), arguments);
  if (!process.waitForFinished(600000) || process.exitStatus() != QProcess::NormalExit) {
    process.kill();
    return {};
  }
  return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

inline QJsonObject jsonOf(const Result& result) {
  return QJsonDocument::fromJson(result.out).object();
}

}  // namespace vle::test
