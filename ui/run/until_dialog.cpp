// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/until_dialog.h"

#include <algorithm>
#include <cmath>
#include <ranges>

#include <QCompleter>
#include <QDialogButtonBox>
#include <QGridLayout>

#include "base/error.h"
#include "session/number_text.h"

namespace vle::ui {

UntilDialog::UntilDialog(Lab& lab, QWidget* parent)
    : QDialog(parent),
      lab_(lab),
      probe_(new QComboBox(this)),
      relation_(new QComboBox(this)),
      value_(new QLineEdit(this)),
      whose_(new QComboBox(this)),
      unit_(new QLabel(this)),
      problem_(new QLabel(this)) {
  setWindowTitle(tr("Run until…"));
  probe_->setObjectName(QStringLiteral("until.probe"));
  relation_->setObjectName(QStringLiteral("until.relation"));
  value_->setObjectName(QStringLiteral("until.value"));
  unit_->setObjectName(QStringLiteral("until.unit"));
  problem_->setObjectName(QStringLiteral("until.problem"));
  probe_->setEditable(true);
  probe_->setInsertPolicy(QComboBox::NoInsert);
  probe_->setAccessibleName(tr("What is watched"));
  probe_->setToolTip(tr("Time, the loss, or any probe: hidden.u[0], W1.W[0;1], W1.W_distance"));
  probe_->setMinimumContentsLength(20);
  probe_->completer()->setCompletionMode(QCompleter::PopupCompletion);
  probe_->completer()->setFilterMode(Qt::MatchContains);
  relation_->addItem(tr("is below"), false);
  relation_->addItem(tr("is above"), true);
  relation_->setAccessibleName(tr("Condition"));
  value_->setAccessibleName(tr("Value"));
  whose_->setAccessibleName(tr("Variants"));
  problem_->setProperty("role", "refusal");
  problem_->setWordWrap(true);
  problem_->setMinimumHeight(2 * fontMetrics().height());
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  run_ = buttons->addButton(tr("Run"), QDialogButtonBox::AcceptRole);
  run_->setObjectName(QStringLiteral("until.run"));
  run_->setDefault(true);
  auto* layout = new QGridLayout(this);
  layout->addWidget(new QLabel(tr("Run, and pause as soon as"), this), 0, 0, 1, 4);
  layout->addWidget(probe_, 1, 0);
  layout->addWidget(relation_, 1, 1);
  layout->addWidget(value_, 1, 2);
  layout->addWidget(unit_, 1, 3);
  layout->addWidget(whose_, 2, 0, 1, 4);
  layout->addWidget(problem_, 3, 0, 1, 4);
  layout->addWidget(buttons, 4, 0, 1, 4);
  layout->setColumnStretch(0, 1);
  fill();
  connect(probe_, &QComboBox::currentTextChanged, this, [this] {
    proposeRelation();
    propose();
    check();
  });
  connect(value_, &QLineEdit::textChanged, this, &UntilDialog::check);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    QString problem, unit;
    const auto until = asked(problem, unit);
    if (!until) return check();  // the time may have passed meanwhile
    accept();
    lab_.control().runUntil(*until);
  });
  check();
  value_->setFocus();
  value_->selectAll();
}

/// Whatever can be watched in the variant on the canvas, number by number.
void UntilDialog::addProbes() {
  if (lab_.shownNetwork() == nullptr) return;
  const auto add = [this](const QString& probe) {
    if (probe_->findText(probe) < 0) probe_->addItem(probe, probe);
  };
  for (const ProbeChoice& choice : probeChoices(*lab_.shownNetwork())) {
    for (const std::string& probe : singleProbes(choice)) add(QString::fromStdString(probe));
  }
}

void UntilDialog::fill() {
  const Project& project = lab_.document().project();
  probe_->addItem(tr("time"), QString());
  probe_->addItem(tr("loss (mean of 500 ms)"), QStringLiteral("loss_mean"));
  for (const ProjectionSpec& projection : project.network.projections | std::views::values) {
    if (!projection.teacher) continue;
    const QString name = QString::fromStdString(projection.name) + QStringLiteral(".W_distance");
    probe_->addItem(name, name);
  }
  addProbes();
  whose_->addItem(tr("in any variant"));
  whose_->addItem(tr("in all variants"));
  for (const VariantStatus& status : lab_.variants()) {
    whose_->addItem(tr("in “%1”").arg(QString::fromStdString(status.variant.label())),
                    static_cast<std::uint32_t>(status.variant.id));
  }
  if (lab_.shown() < lab_.variants().size()) {
    whose_->setCurrentIndex(2 + static_cast<int>(lab_.shown()));
  }
  propose();
}

/// What shrinks while a network learns is waited for from above.
void UntilDialog::proposeRelation() {
  const int known = probe_->findText(probe_->currentText());
  const QString probe =
      known >= 0 ? probe_->itemData(known).toString() : probe_->currentText().trimmed();
  const bool shrinks =
      probe.startsWith(QLatin1String("loss")) || probe.endsWith(QLatin1String("_distance"));
  relation_->setCurrentIndex(shrinks ? 0 : 1);
}

/// A number of ms is no loss: what was proposed gives way to what suits, what was typed stays.
void UntilDialog::propose() {
  if (value_->text() != proposed_) return;
  const Project& project = lab_.document().project();
  const double t = lab_.control().status().t;
  const int known = probe_->findText(probe_->currentText());
  double value = project.settings.threshold;
  proposed_ = QString::number(value);
  if (known == 0) {  // in the unit of the clock
    const double duration = project.settings.duration;
    proposed_ = tr("%1 s").arg((t < duration ? duration : t + duration) / 1000);
  }
  value_->setText(proposed_);
}

std::optional<Channel> UntilDialog::channelOf(const RunUntil& until, QString& problem) const {
  problem = tr("No variant has it.");
  for (const VariantStatus& status : lab_.variants()) {
    const bool is_meant = until.whose != RunUntil::Whose::One || status.variant.id == until.variant;
    if (!is_meant) continue;
    try {
      std::vector<Channel> channels = channelsOf(*status.network, until.probe);
      if (channels.size() == 1) return channels.front();
      problem = channels.empty() ? tr("There is nothing to watch.")
                                 : tr("That is %1 numbers; name one of them, as %2.")
                                       .arg(channels.size())
                                       .arg(QString::fromStdString(channels.front().name));
    } catch (const Error& error) {
      problem = QString::fromStdString(error.message());
    }
  }
  return std::nullopt;
}

std::optional<RunUntil> UntilDialog::asked(QString& problem, QString& unit) const {
  RunUntil until;
  const int known = probe_->findText(probe_->currentText());
  const bool is_time = known == 0;
  until.probe = known >= 0 ? probe_->itemData(known).toString().toStdString()
                           : probe_->currentText().trimmed().toStdString();
  unit = is_time ? tr("ms") : QString();
  if (!is_time) {
    if (until.probe.empty()) {
      problem = tr("Say what is to be watched.");
      return std::nullopt;
    }
    until.is_above = relation_->currentData().toBool();
    until.whose = whose_->currentIndex() == 0   ? RunUntil::Whose::Any
                  : whose_->currentIndex() == 1 ? RunUntil::Whose::All
                                                : RunUntil::Whose::One;
    until.variant = VariantId{whose_->currentData().toUInt()};
    const auto channel = channelOf(until, problem);
    if (!channel) return std::nullopt;
    unit = asText(channel->info->unit);
  }
  const auto value = readNumber(value_->text(), unit);
  if (!value || !std::isfinite(*value) || (is_time && *value <= 0)) {
    problem = is_time ? tr("The time must be a number above 0: “12 s” or “300 ms”.")
                      : tr("The value must be a number.");
    return std::nullopt;
  }
  until.value = *value;
  if (is_time && until.value <= lab_.control().status().t) {
    problem = tr("It is %1 already; name a later time.").arg(timeText(lab_.control().status().t));
    return std::nullopt;
  }
  return until;
}

void UntilDialog::check() {
  const bool is_time = probe_->findText(probe_->currentText()) == 0;
  relation_->setEnabled(!is_time);
  whose_->setEnabled(!is_time);
  QString problem, unit;
  const bool is_sound = asked(problem, unit).has_value();
  const QString typed = value_->text().trimmed();
  const bool has_unit = !typed.isEmpty() && typed.back().isLetter();
  unit_->setText(has_unit ? QString() : unit);
  problem_->setText(is_sound ? QString() : problem);
  run_->setEnabled(is_sound);
}

}  // namespace vle::ui
