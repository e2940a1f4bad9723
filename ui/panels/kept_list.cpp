// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/kept_list.h"

#include <cmath>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QToolButton>

#include "number_text.h"

namespace vle::ui {

namespace {

/// "learned 9.3·10⁻⁶, constant diverged"
QString lossesText(const KeptRun& run) {
  QStringList parts;
  for (std::size_t k = 0; k < run.variants.size(); ++k) {
    parts << QString::fromStdString(run.variants[k].label()) + QLatin1Char(' ') +
                 (std::isnan(run.losses[k]) ? QObject::tr("diverged") : numberText(run.losses[k]));
  }
  return parts.join(QStringLiteral(", "));
}

}  // namespace

KeptList::KeptList(Lab& lab, const Theme& theme, QWidget* parent)
    : QWidget(parent), lab_(lab), theme_(theme), rows_(new QVBoxLayout(this)) {
  rows_->setContentsMargins(4, 0, 8, 0);
  rows_->setSpacing(0);
  setAccessibleName(tr("Kept runs"));
  connect(&lab_, &Lab::keptRunsChanged, this, &KeptList::fill);
  fill();
}

void KeptList::fill() {
  while (QLayoutItem* item = rows_->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();  // one of its buttons may be what was pressed
    delete item;
  }
  for (const KeptRun& run : lab_.keptRuns().runs()) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto* shown = new QCheckBox(run.title, row);
    shown->setChecked(run.visible);
    shown->setToolTip(tr("Show it on the plots, pale. Losses: %1").arg(lossesText(run)));
    connect(
        shown, &QCheckBox::toggled, this,
        [this, id = run.id](bool on) { lab_.setKeptRunVisible(id, on); }, Qt::QueuedConnection);
    auto* restore = new QToolButton(row);
    restore->setText(tr("Restore"));
    restore->setProperty("role", "small");
    restore->setToolTip(tr("Restore the settings of this run (undoable)"));
    restore->setAccessibleName(tr("Restore the settings of %1").arg(run.title));
    connect(restore, &QToolButton::clicked, this,
            [this, id = run.id] { lab_.restoreSettings(id); });
    auto* remove = new QToolButton(row);
    remove->setText(QStringLiteral("×"));
    remove->setProperty("role", "small");
    remove->setToolTip(tr("Delete this kept run"));
    remove->setAccessibleName(tr("Delete %1").arg(run.title));
    connect(
        remove, &QToolButton::clicked, this, [this, id = run.id] { lab_.removeKeptRun(id); },
        Qt::QueuedConnection);
    for (QToolButton* button : {restore, remove}) button->setFocusPolicy(Qt::TabFocus);
    layout->addWidget(shown, 1);
    layout->addWidget(restore);
    layout->addWidget(remove);
    rows_->addWidget(row);
  }
  setVisible(rows_->count() > 0);
}

}  // namespace vle::ui
