// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/restore_dialog.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace vle::ui {

namespace {

constexpr int kDialogGap = 16;

QString placeOf(const RestorePoint& point) {
  if (point.origin.isEmpty()) return RestoreDialog::tr("never saved");
  if (QFileInfo(point.origin).isAbsolute()) return point.origin;
  return RestoreDialog::tr("%1, never saved").arg(point.origin);
}

}  // namespace

RestoreDialog::RestoreDialog(const std::vector<RestorePoint>& points, bool after_crash,
                             QWidget* parent)
    : QDialog(parent), list_(new QTreeWidget(this)) {
  setWindowTitle(tr("Restore points"));
  auto* text = new QLabel(
      points.empty() ? tr("There are no restore points yet: the first is written a few seconds "
                          "after a change.")
      : after_crash
          ? tr("VLE Lab did not end properly the last time. These changes were not saved; "
               "what you restore opens as unsaved changes, no file is touched.")
          : tr("States of this project that were kept while you worked. What you restore "
               "opens as unsaved changes, no file is touched."),
      this);
  text->setWordWrap(true);

  list_->setAccessibleName(windowTitle());
  list_->setHeaderLabels({tr("When"), tr("Project"), tr("File")});
  list_->setRootIsDecorated(false);
  list_->setAllColumnsShowFocus(true);
  list_->setUniformRowHeights(true);
  for (const RestorePoint& point : points) {
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(point.time);
    auto* item = new QTreeWidgetItem(
        list_,
        {time.toString(time.date() == QDate::currentDate() ? QStringLiteral("HH:mm:ss")
                                                           : QStringLiteral("yyyy-MM-dd HH:mm:ss")),
         point.title, placeOf(point)});
    item->setToolTip(2, placeOf(point));
  }
  list_->setCurrentItem(list_->topLevelItem(0));
  for (int column = 0; column < 2; ++column) {
    list_->resizeColumnToContents(column);
    list_->setColumnWidth(column, list_->columnWidth(column) + kDialogGap);
  }
  list_->header()->setStretchLastSection(true);

  auto* buttons = new QDialogButtonBox(this);
  auto* restore = buttons->addButton(tr("Restore"), QDialogButtonBox::AcceptRole);
  restore->setObjectName(QStringLiteral("restore.restore"));
  restore->setDefault(true);
  restore->setEnabled(!points.empty());
  using Kind = RestoreAnswer::Kind;
  connect(restore, &QPushButton::clicked, this, [this] { finish(Kind::Restore); });
  connect(list_, &QTreeWidget::itemActivated, this, [this] { finish(Kind::Restore); });
  if (after_crash) {
    auto* discard = buttons->addButton(tr("Discard all"), QDialogButtonBox::DestructiveRole);
    discard->setObjectName(QStringLiteral("restore.discard"));
    connect(discard, &QPushButton::clicked, this, [this] { finish(Kind::Discard); });
  }
  auto* later =
      buttons->addButton(after_crash ? tr("Not now") : tr("Close"), QDialogButtonBox::RejectRole);
  connect(later, &QPushButton::clicked, this, &QDialog::reject);

  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(12);
  layout->addWidget(text);
  layout->addWidget(list_, 1);
  layout->addWidget(buttons);
  resize(620, 360);
  list_->setFocus();
}

void RestoreDialog::finish(RestoreAnswer::Kind kind) {
  answer_ = {kind, static_cast<std::size_t>(
                       std::max(0, list_->indexOfTopLevelItem(list_->currentItem())))};
  accept();
}

}  // namespace vle::ui
