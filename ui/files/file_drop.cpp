// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/file_drop.h"

#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QTimer>
#include <QUrl>
#include <QWidget>

#include "files/files.h"

namespace vle::ui {

FileDrop::FileDrop(QWidget& window, Files& files) : QObject(&window), files_(files) {
  window.setAcceptDrops(true);
  watch(window);
}

void FileDrop::watch(QWidget& child) { child.installEventFilter(this); }

bool FileDrop::eventFilter(QObject*, QEvent* event) {
  const bool is_drag = event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove;
  if (!is_drag && event->type() != QEvent::Drop) return false;
  auto& drop_event = static_cast<QDropEvent&>(*event);
  if (!drop_event.mimeData()->hasUrls()) return false;
  drop_event.setDropAction(Qt::CopyAction);
  drop_event.accept();
  if (event->type() == QEvent::Drop) drop(*drop_event.mimeData());
  return true;
}

void FileDrop::drop(const QMimeData& data) {
  const QList<QUrl> urls = data.urls();
  if (urls.size() != 1) {
    emit refused(tr("One project is open at a time: drop a single file."));
    return;
  }
  const QString path = urls.front().toLocalFile();
  const QString name = urls.front().fileName();
  if (path.isEmpty()) {
    emit refused(tr("“%1” is not a file on this computer.").arg(name));
  } else if (name.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
    emit refused(
        tr("“%1” is a table, not a project: choose it as the signal of an input.").arg(name));
  } else {
    // Not within the drop: the other program waits for its end, and questions may follow.
    QTimer::singleShot(0, this, [this, path] { (void)files_.open(path); });
  }
}

}  // namespace vle::ui
