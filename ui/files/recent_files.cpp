// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/recent_files.h"

#include "files/stored_settings.h"

namespace vle::ui {

namespace {

const QString kRecent = QStringLiteral("recent");
const QString kLast = QStringLiteral("last");

}  // namespace

void RecentFiles::beginSession() {
  is_kept_ = true;
  list_ = storedSettings().value(kRecent).toStringList();
}

void RecentFiles::add(const QString& file, const QString& origin) {
  if (is_kept_) list_ = storedSettings().value(kRecent).toStringList();  // others add theirs
  if (!file.isEmpty()) {
    list_.removeAll(file);
    list_.prepend(file);
    while (list_.size() > kMost) list_.removeLast();
  }
  if (!is_kept_) return;
  QSettings stored = storedSettings();
  stored.setValue(kRecent, list_);
  stored.setValue(kLast, origin);
}

void RecentFiles::clear() {
  list_.clear();
  if (is_kept_) storedSettings().setValue(kRecent, list_);
}

QString RecentFiles::lastProject() { return storedSettings().value(kLast).toString(); }

}  // namespace vle::ui
