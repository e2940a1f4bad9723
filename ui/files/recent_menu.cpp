// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/recent_menu.h"

#include <QFileInfo>

#include "files/files.h"

namespace vle::ui {

RecentMenu::RecentMenu(Files& files, QWidget* parent)
    : QMenu(tr("Open &recent"), parent), files_(files) {
  setToolTipsVisible(true);
  connect(this, &QMenu::aboutToShow, this, &RecentMenu::fill);  // files come and go meanwhile
  fill();
}

void RecentMenu::fill() {
  clear();
  int number = 1;
  for (const QString& path : files_.recent()) {
    QString name = QFileInfo(path).fileName();
    name.replace(QLatin1Char('&'), QLatin1String("&&"));
    QAction* action =
        addAction(number < 10 ? QStringLiteral("&%1  %2").arg(number).arg(name) : name, this,
                  [this, path] { (void)files_.open(path); });
    ++number;
    const bool exists = QFileInfo::exists(path);
    action->setEnabled(exists);
    action->setToolTip(exists ? path : tr("%1 is gone").arg(path));
  }
  addSeparator();
  addAction(tr("&Clear this list"), &files_, &Files::forgetRecent)
      ->setEnabled(!files_.recent().isEmpty());
}

}  // namespace vle::ui
