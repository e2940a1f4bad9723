// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "help/help_pages.h"

#include <algorithm>
#include <array>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

namespace vle::ui {

namespace {

/// What is done comes before what is meant; a page that is not named here comes last.
constexpr std::array kOrder = {"canvas",     "board",       "variants", "closeup",
                               "microscope", "files",       "notation", "theory",
                               "model",      "experiments", "format"};

std::size_t rankOf(const QString& id) {
  return static_cast<std::size_t>(
      std::ranges::find(kOrder, id, [](const char* name) { return QString::fromLatin1(name); }) -
      kOrder.begin());
}

QString titleOf(const QString& id) {
  QFile file(QStringLiteral(":/help/%1.md").arg(id));
  if (!file.open(QIODevice::ReadOnly)) return id;
  const QString line = QString::fromUtf8(file.readLine()).trimmed();
  return line.startsWith(QLatin1String("# ")) ? line.mid(2) : id;
}

}  // namespace

std::vector<HelpPage> helpPages() {
  std::vector<HelpPage> pages;
  const QStringList files =
      QDir(QStringLiteral(":/help")).entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name);
  for (const QString& file : files) {
    const QString id = QFileInfo(file).completeBaseName();
    pages.push_back({id, titleOf(id)});
  }
  std::ranges::stable_sort(pages, {}, [](const HelpPage& page) { return rankOf(page.id); });
  return pages;
}

QUrl helpUrl(const QString& id) { return QUrl(QStringLiteral("qrc:/help/%1.md").arg(id)); }

QString helpIdOf(const QUrl& url) {
  const QFileInfo file(url.path());
  const bool is_ours = url.scheme() == QLatin1String("qrc") &&
                       file.path() == QLatin1String("/help") &&
                       file.suffix() == QLatin1String("md") && QFile::exists(":" + url.path());
  return is_ours ? file.completeBaseName() : QString();
}

}  // namespace vle::ui
