// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/seeds_dialog.h"

#include <algorithm>
#include <cmath>

#include <QFileDialog>
#include <QGridLayout>
#include <QHeaderView>
#include <QSaveFile>

#include "model/variants.h"
#include "number_text.h"

namespace vle::ui {

SeedsDialog::SeedsDialog(Lab& lab, QWidget* parent)
    : QDialog(parent),
      lab_(lab),
      first_(new QSpinBox(this)),
      count_(new QSpinBox(this)),
      start_(new QPushButton(this)),
      export_(new QPushButton(tr("Export CSV…"), this)),
      progress_(new QProgressBar(this)),
      remark_(new QLabel(this)),
      table_(new QTableWidget(0, 5, this)) {
  setWindowTitle(tr("Run over seeds"));
  first_->setRange(0, 1'000'000'000);
  first_->setValue(1);
  first_->setAccessibleName(tr("First seed"));
  count_->setRange(1, SeedRuns::kMostSeeds);
  count_->setValue(10);
  count_->setAccessibleName(tr("Number of seeds"));
  start_->setDefault(true);
  export_->setAutoDefault(false);
  progress_->setRange(0, 1000);
  progress_->setTextVisible(true);
  remark_->setProperty("role", "dim");
  remark_->setWordWrap(true);
  table_->setHorizontalHeaderLabels({tr("Variant"), tr("Solved"), tr("Median time to threshold"),
                                     tr("Median final loss"), tr("Diverged")});
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setStretchLastSection(true);
  table_->verticalHeader()->hide();
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setAccessibleName(tr("Results"));
  auto* seeds_label = new QLabel(tr("Seeds"), this);
  seeds_label->setBuddy(count_);
  auto* from_label = new QLabel(tr("beginning with"), this);
  from_label->setBuddy(first_);
  auto* layout = new QGridLayout(this);
  layout->addWidget(seeds_label, 0, 0);
  layout->addWidget(count_, 0, 1);
  layout->addWidget(from_label, 0, 2);
  layout->addWidget(first_, 0, 3);
  layout->addWidget(start_, 0, 5);
  layout->addWidget(progress_, 1, 0, 1, 6);
  layout->addWidget(table_, 2, 0, 1, 6);
  layout->addWidget(remark_, 3, 0, 1, 5);
  layout->addWidget(export_, 3, 5);
  layout->setColumnStretch(4, 1);
  resize(680, 340);
  connect(start_, &QPushButton::clicked, this, &SeedsDialog::startOrCancel);
  connect(export_, &QPushButton::clicked, this, &SeedsDialog::exportCsv);
  const SeedRuns& seeds = lab_.seeds();
  connect(&seeds, &SeedRuns::changed, this, &SeedsDialog::fillTable);
  connect(&seeds, &SeedRuns::progressed, this, &SeedsDialog::refresh);
  connect(&seeds, &SeedRuns::finished, this, &SeedsDialog::refresh);
  fillTable();
}

void SeedsDialog::startOrCancel() {
  SeedRuns& seeds = lab_.seeds();
  if (seeds.isRunning()) {
    seeds.cancel();
    return;
  }
  if (hasErrors(lab_.problems())) {
    remark_->setText(tr("The network does not run: mend its problems first."));
    return;
  }
  seeds.start(lab_.document().project(), {}, first_->value(), count_->value());
  fillTable();
}

void SeedsDialog::refresh() {
  const SeedRuns& seeds = lab_.seeds();
  const bool is_running = seeds.isRunning();
  start_->setText(is_running ? tr("Cancel") : tr("Run"));
  first_->setEnabled(!is_running);
  count_->setEnabled(!is_running);
  export_->setEnabled(!seeds.runs().empty());
  progress_->setValue(static_cast<int>(std::lround(1000 * seeds.progress())));
  progress_->setFormat(tr("%1 of %2 runs").arg(seeds.runs().size()).arg(seeds.runsAsked()));
  const Project& project = lab_.document().project();
  if (!seeds.error().empty()) {
    remark_->setText(QString::fromStdString(seeds.error()));
  } else {
    remark_->setText(
        tr("Every variant for %1 s with each seed, on idle cores; the run in the window "
           "is not touched. Solved: mean loss of the last 5 % below %2.")
            .arg(project.settings.duration / 1000)
            .arg(project.settings.threshold));
  }
}

void SeedsDialog::fillTable() {
  const std::vector<SeedSummary> lines = lab_.seeds().table();
  table_->setRowCount(static_cast<int>(lines.size()));
  const std::vector<Variant> variants = runningVariants(lab_.document().project());
  for (std::size_t k = 0; k < lines.size(); ++k) {
    const SeedSummary& line = lines[k];
    const auto variant = std::ranges::find(variants, line.variant, &Variant::name);
    const std::string& label = variant == variants.end() ? line.variant : variant->label();
    const QString time =
        std::isnan(line.median_time)
            ? QStringLiteral("–")
            : tr("%1 s (%2 runs)").arg(line.median_time / 1000, 0, 'f', 2).arg(line.reached);
    const QStringList cells = {QString::fromStdString(label),
                               tr("%1 of %2").arg(line.solved).arg(line.runs), time,
                               line.runs == 0 ? QStringLiteral("–") : numberText(line.median_loss),
                               QString::number(line.diverged)};
    for (int column = 0; column < cells.size(); ++column) {
      table_->setItem(static_cast<int>(k), column, new QTableWidgetItem(cells[column]));
    }
  }
  refresh();
}

QString SeedsDialog::saveCsv(const QString& path) const {
  QSaveFile file(path);
  const QByteArray text = QByteArray::fromStdString(lab_.seeds().csv());
  if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
    return {};
  return tr("“%1” was not written: %2.").arg(path, file.errorString());
}

void SeedsDialog::exportCsv() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Export the runs"),
                                                    QStringLiteral("seeds.csv"), tr("CSV (*.csv)"));
  if (path.isEmpty()) return;
  const QString problem = saveCsv(path);
  remark_->setText(problem.isEmpty() ? tr("Wrote %1.").arg(path) : problem);
}

}  // namespace vle::ui
