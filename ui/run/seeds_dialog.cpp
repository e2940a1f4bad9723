// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/seeds_dialog.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QHeaderView>

#include "base/cpu.h"
#include "base/error.h"
#include "io/output.h"
#include "model/variants.h"
#include "session/number_text.h"
#include "widgets/export_file.h"
#include "widgets/file_chooser.h"

namespace vle::ui {

namespace {

/// As many decimals as there are, not always three.
class Seconds : public QDoubleSpinBox {
 public:
  explicit Seconds(QWidget* parent) : QDoubleSpinBox(parent) {
    setDecimals(3);
    setRange(0.01, 1e6);
    setStepType(AdaptiveDecimalStepType);
    setSuffix(QStringLiteral(" s"));
    setLocale(QLocale::c());
  }
  [[nodiscard]] QString textFromValue(double value) const override {
    return QString::number(value, 'g', 10);
  }
};

}  // namespace

SeedsDialog::SeedsDialog(Lab& lab, QWidget* parent)
    : QDialog(parent),
      lab_(lab),
      first_(new QSpinBox(this)),
      count_(new QSpinBox(this)),
      duration_(new Seconds(this)),
      cores_(new QSpinBox(this)),
      start_(new QPushButton(this)),
      clear_(new QPushButton(tr("Clear"), this)),
      export_(new QPushButton(tr("Export CSV…"), this)),
      progress_(new QProgressBar(this)),
      remark_(new QLabel(this)),
      table_(new QTableWidget(0, 5, this)) {
  setWindowTitle(tr("Run over seeds"));
  first_->setObjectName(QStringLiteral("seeds.first"));
  count_->setObjectName(QStringLiteral("seeds.count"));
  duration_->setObjectName(QStringLiteral("seeds.duration"));
  cores_->setObjectName(QStringLiteral("seeds.cores"));
  start_->setObjectName(QStringLiteral("seeds.start"));
  clear_->setObjectName(QStringLiteral("seeds.clear"));
  export_->setObjectName(QStringLiteral("seeds.export"));
  remark_->setObjectName(QStringLiteral("seeds.remark"));
  first_->setRange(0, 1'000'000'000);
  first_->setValue(1);
  first_->setAccessibleName(tr("First seed"));
  count_->setRange(1, SeedRuns::kMostSeeds);
  count_->setValue(10);
  count_->setAccessibleName(tr("Number of seeds"));
  duration_->setAccessibleName(tr("Length of a run"));
  const int cores = processorsHere();
  cores_->setRange(1, cores);
  cores_->setValue(std::max(1, cores - 1));
  cores_->setAccessibleName(tr("Number of cores"));
  cores_->setToolTip(tr("Whatever else runs on this machine comes first"));
  start_->setDefault(true);
  clear_->setAutoDefault(false);
  clear_->setToolTip(tr("Forget these runs and take their band off the loss plot"));
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
  auto* choices = new QHBoxLayout;
  const auto choose = [&](const QString& text, QWidget* field) {
    auto* label = new QLabel(text, this);
    label->setBuddy(field);
    choices->addWidget(label);
    choices->addWidget(field);
  };
  choose(tr("Seeds"), count_);
  choose(tr("beginning with"), first_);
  choose(tr("for"), duration_);
  choose(tr("on cores"), cores_);
  choices->addStretch(1);
  choices->addWidget(start_);
  auto* below = new QHBoxLayout;
  below->addWidget(remark_, 1);
  below->addWidget(clear_);
  below->addWidget(export_);
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(choices);
  layout->addWidget(progress_);
  layout->addWidget(table_, 1);
  layout->addLayout(below);
  setTabOrder(count_, first_);
  count_->setFocus();
  resize(680, 340);
  connect(start_, &QPushButton::clicked, this, &SeedsDialog::startOrCancel);
  SeedRuns& seeds = lab_.seeds();
  connect(clear_, &QPushButton::clicked, &seeds, &SeedRuns::clear);
  connect(export_, &QPushButton::clicked, this, &SeedsDialog::exportCsv);
  connect(&seeds, &SeedRuns::changed, this, &SeedsDialog::fillTable);
  connect(&seeds, &SeedRuns::progressed, this, &SeedsDialog::refresh);
  connect(&seeds, &SeedRuns::finished, this, &SeedsDialog::refresh);
  connect(&lab_.document(), &Document::changed, this, &SeedsDialog::refresh);
  fillTable();
}

/// Where a person has put it, and not where the window manager likes it.
void SeedsDialog::showEvent(QShowEvent* event) {
  if (place_) move(*place_);
  QDialog::showEvent(event);
}

void SeedsDialog::hideEvent(QHideEvent* event) {
  place_ = pos();
  QDialog::hideEvent(event);
}

void SeedsDialog::startOrCancel() {
  SeedRuns& seeds = lab_.seeds();
  if (seeds.isRunning()) {
    seeds.cancel();
    return;
  }
  if (hasErrors(lab_.compiler().problems())) {
    remark_->setText(tr("The network does not run: mend its problems first."));
    return;
  }
  Project project = lab_.document().project();
  project.settings.duration = 1000 * duration_->value();
  seeds.start(project, {}, first_->value(), count_->value(),
              static_cast<std::size_t>(cores_->value()));
  fillTable();
}

void SeedsDialog::refresh() {
  const SeedRuns& seeds = lab_.seeds();
  const bool is_running = seeds.isRunning();
  const double duration = lab_.document().project().settings.duration;
  if (duration != offered_) {
    offered_ = duration;
    duration_->setValue(duration / 1000);
  }
  start_->setText(is_running ? tr("Cancel") : tr("Run"));
  for (QWidget* field : std::initializer_list<QWidget*>{first_, count_, duration_, cores_}) {
    field->setEnabled(!is_running);
  }
  const bool has_runs = !seeds.runs().empty();
  export_->setEnabled(has_runs);
  clear_->setEnabled(!is_running && (has_runs || !seeds.error().empty()));
  progress_->setValue(static_cast<int>(std::lround(1000 * seeds.progress())));
  progress_->setFormat(tr("%1 of %2 runs").arg(seeds.runs().size()).arg(seeds.runsAsked()));
  remark_->setText(remark());
}

/// What is to be known of the results, or of what they would be.
QString SeedsDialog::remark() const {
  const SeedRuns& seeds = lab_.seeds();
  const Project& project = lab_.document().project();
  if (!seeds.error().empty()) return QString::fromStdString(seeds.error());
  QStringList sentences;
  if (seeds.isEarlier()) {
    sentences << tr(
        "These runs are of an earlier network: the loss plot shows their band again "
        "when the changes are taken back.");
  }
  if (seeds.areAlike()) {
    sentences << tr("All runs of a variant are alike: nothing of it is drawn from the seed.");
  }
  if (!sentences.isEmpty()) return sentences.join(QLatin1Char(' '));
  return tr("Every variant with each seed, on idle cores; the run in the window is not touched. "
            "Solved: mean loss of the last 5 % below %1.")
      .arg(project.settings.threshold);
}

void SeedsDialog::fillTable() {
  const std::vector<SeedSummary> lines = lab_.seeds().table();
  table_->setRowCount(static_cast<int>(lines.size()));
  const std::vector<Variant> variants = runningVariants(lab_.document().project());
  for (std::size_t k = 0; k < lines.size(); ++k) {
    const SeedSummary& line = lines[k];
    const auto variant = std::ranges::find(variants, line.variant.id, &Variant::id);
    const std::string& label = variant == variants.end() ? line.variant.label() : variant->label();
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
  try {
    checkExport(lab_.document(), path);
    saveText(lab_.seeds().csv(), path.toStdString());
    return {};
  } catch (const Error& error) {
    return QString::fromUtf8(error.what());
  }
}

void SeedsDialog::exportCsv() {
  const QString path =
      chooseFile(this, {.title = tr("Export the runs"),
                        .start = exportName(lab_.document(), tr("seeds"), QStringLiteral("csv")),
                        .filter = tr("CSV (*.csv)"),
                        .saves = true,
                        .suffix = QStringLiteral("csv")});
  if (path.isEmpty()) return;
  const QString problem = saveCsv(path);
  remark_->setText(problem.isEmpty() ? tr("Wrote %1.").arg(path) : problem);
}

}  // namespace vle::ui
