// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "variants/kept_list.h"

#include <algorithm>
#include <cmath>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QToolButton>

#include "session/number_text.h"
#include "session/variant_words.h"

namespace vle::ui {

namespace {

constexpr int kMostLines = 4;
constexpr int kIndent = 22;                 ///< below the text of the check box
constexpr std::size_t kMostCompared = 200;  ///< nodes; of more it would take too long

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

KeptList::KeptList(Document& document, Lab& lab, const Theme& theme, QWidget* parent)
    : QScrollArea(parent),
      document_(document),
      lab_(lab),
      theme_(theme),
      inner_(new QWidget(this)),
      rows_(new QVBoxLayout(inner_)) {
  setWidget(inner_);
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  rows_->setContentsMargins(4, 0, 8, 0);
  rows_->setSpacing(0);
  setAccessibleName(tr("Kept runs"));
  connect(&lab_.keptRuns(), &KeptRuns::changed, this, &KeptList::fill);
  connect(&document_, &Document::changed, this, &KeptList::compare);
  fill();
}

void KeptList::fill() {
  while (QLayoutItem* item = rows_->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();  // one of its buttons may be what was pressed
    delete item;
  }
  differences_.clear();
  for (const KeptRun& run : lab_.keptRuns().runs()) {
    auto* row = new QWidget(inner_);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto* shown = new QCheckBox(run.title, row);
    shown->setChecked(run.visible);
    shown->setToolTip(tr("Show it on the plots, pale. Losses: %1").arg(lossesText(run)));
    connect(
        shown, &QCheckBox::toggled, this,
        [this, id = run.id](bool on) { lab_.keptRuns().setVisible(id, on); }, Qt::QueuedConnection);
    auto* restore = new QToolButton(row);
    restore->setObjectName(QStringLiteral("kept.restore"));
    restore->setText(tr("Restore"));
    restore->setProperty("role", "small");
    restore->setToolTip(tr("Restore the settings of this run (undoable)"));
    restore->setAccessibleName(tr("Restore the settings of %1").arg(run.title));
    connect(restore, &QToolButton::clicked, this,
            [this, id = run.id] { restoreSettings(*lab_.keptRuns().find(id), document_); });
    auto* remove = new QToolButton(row);
    remove->setObjectName(QStringLiteral("kept.remove"));
    remove->setText(QStringLiteral("×"));
    remove->setProperty("role", "small");
    remove->setToolTip(tr("Delete this kept run"));
    remove->setAccessibleName(tr("Delete %1").arg(run.title));
    connect(
        remove, &QToolButton::clicked, this, [this, id = run.id] { lab_.keptRuns().remove(id); },
        Qt::QueuedConnection);
    for (QToolButton* button : {restore, remove}) button->setFocusPolicy(Qt::TabFocus);
    layout->addWidget(shown, 1);
    layout->addWidget(restore);
    layout->addWidget(remove);
    rows_->addWidget(row);
    auto* differs = new QLabel(inner_);
    differs->setProperty("role", "dim");
    differs->setTextFormat(Qt::PlainText);
    differs->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    differs->setIndent(kIndent);
    differences_.emplace_back(run.id, differs);
    rows_->addWidget(differs);
  }
  setVisible(rows_->count() > 0);
  compare();
}

/// What was set otherwise than now tells kept runs apart.
void KeptList::compare() {
  for (const auto& [id, label] : differences_) {
    const KeptRun* run = lab_.keptRuns().find(id);
    if (run == nullptr) continue;
    const Project& now = document_.project();
    const QStringList parts = run->project.network.nodes.size() < kMostCompared
                                  ? otherwiseIn(run->project, now)
                                  : QStringList();
    label->setVisible(!parts.isEmpty());
    label->setText(parts.join(QStringLiteral(", ")));
    label->setToolTip(tr("Otherwise than now:\n%1").arg(parts.join(QLatin1Char('\n'))));
  }
  fit();
}

/// The inspector below needs room, too: of many runs a part is seen, and that there are more.
void KeptList::fit() {
  const int line = QFontMetrics(font()).height() + 10;
  const int most = kMostLines * line + line / 2;
  inner_->layout()->activate();
  setFixedHeight(std::min(inner_->sizeHint().height(), most));
}

}  // namespace vle::ui
