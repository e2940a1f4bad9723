// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export_file.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include "base/error.h"
#include "io/path_guard.h"

namespace vle::ui {

namespace {

/// As a file may be called.
QString asName(QString text) {
  static const QRegularExpression kNotInNames(QStringLiteral("[^\\w\\-., ]+"),
                                              QRegularExpression::UseUnicodePropertiesOption);
  return text.remove(kNotInNames).simplified();
}

}  // namespace

QString exportName(const Document& document, const QString& holds, const QString& ending) {
  const QFileInfo file(document.origin());
  const bool is_file = file.isAbsolute();
  QString name = asName(is_file ? file.completeBaseName() : document.displayName());
  const QString what = asName(holds);
  if (!what.isEmpty()) name += (name.isEmpty() ? QString() : QStringLiteral("-")) + what;
  if (!ending.isEmpty()) name += QLatin1Char('.') + ending;
  return is_file ? file.dir().filePath(name) : name;
}

void checkExport(const Document& document, const QString& file) {
  guardOf(document.origin().toStdString(), document.project())
      .writes(file.toStdString(), "the export");
  if (QFileInfo(file).suffix().compare(QStringLiteral("vle"), Qt::CaseInsensitive) == 0) {
    throw Error(ErrorKind::File, "a name that ends in .vle is that of a project.",
                file.toStdString());
  }
}

}  // namespace vle::ui
