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
/// @param input  what the standard input has
inline Result vlelab(const QStringList& arguments, const QStringList& without_environment = {},
                     const QByteArray& input = {}) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const QString& name : without_environment) environment.remove(name);
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral(VLE_PROGRAM), arguments);
  process.write(input);
  process.closeWriteChannel();
  if (!process.waitForFinished(600000) || process.exitStatus() != QProcess::NormalExit) {
    process.kill();
    return {};
  }
  return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// Runs a line of bash in which "$V" is the program.
/// @param folder  where it runs
inline Result shell(const QString& line, const QString& folder) {
  QProcess process;
  process.setWorkingDirectory(folder);
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("V"), QStringLiteral(VLE_PROGRAM));
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral("bash"), {QStringLiteral("-c"), line});
  if (!process.waitForFinished(600000) || process.exitStatus() != QProcess::NormalExit) return {};
  return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

inline QJsonObject jsonOf(const Result& result) {
  return QJsonDocument::fromJson(result.out).object();
}

}  // namespace vle::test
