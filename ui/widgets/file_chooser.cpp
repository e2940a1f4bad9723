// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/file_chooser.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QScreen>
#include <QTreeView>

namespace vle::ui {

QString chooseFile(QWidget* parent, const FileQuestion& question) {
  const QFileInfo start(question.start);
  const bool is_folder = start.isDir();
  QFileDialog dialog(parent, question.title, is_folder ? start.filePath() : start.absolutePath(),
                     question.filter);
  dialog.setAcceptMode(question.saves ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
  dialog.setFileMode(question.saves ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
  dialog.setDefaultSuffix(question.suffix);
  if (!is_folder && !start.fileName().isEmpty()) dialog.selectFile(start.fileName());
  if (auto* list = dialog.findChild<QTreeView*>(QStringLiteral("treeView"))) {  // Qt's own
    const QSize letters(dialog.fontMetrics().averageCharWidth(), dialog.fontMetrics().height());
    dialog.resize(QSize(120 * letters.width(), 30 * letters.height())
                      .boundedTo(dialog.screen()->availableSize() * 0.9));
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  }
  return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

}  // namespace vle::ui
