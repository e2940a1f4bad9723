// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/resources.h"

#include <QDir>
#include <QFileInfo>

namespace vle {

namespace {
const QString kPresets = QStringLiteral(":/presets");
}

std::vector<std::string> presetIds() {
  std::vector<std::string> ids;
  const QDir folder(kPresets, QStringLiteral("*.vle"), QDir::Name);
  for (const QFileInfo& file : folder.entryInfoList()) {
    ids.push_back(file.completeBaseName().toStdString());
  }
  return ids;
}

QString resourceOf(const std::string& id) {
  const QString name = QString::fromStdString(id);
  if (name.isEmpty() || name.contains(QLatin1Char('/'))) return {};
  const QString path = kPresets + QLatin1Char('/') + name + QStringLiteral(".vle");
  return QFileInfo::exists(path) ? path : QString();
}

}  // namespace vle
