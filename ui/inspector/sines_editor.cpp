// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/sines_editor.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "inspector/parameter_editor.h"

namespace vle::ui {

namespace {

const std::vector<NumberTableModel::Column>& sineColumns() {
  static const std::vector<NumberTableModel::Column> columns = {
      {SinesEditor::tr("f (Hz)"), {.key = "f", .unit = "Hz", .doc = "Frequency.", .minimum = 0}},
      {SinesEditor::tr("a"), {.key = "a", .doc = "Amplitude."}},
      {SinesEditor::tr("phase (rad)"), {.key = "phase", .unit = "rad", .doc = "Phase."}}};
  return columns;
}

}  // namespace

SinesEditor::SinesEditor(QWidget* parent)
    : QWidget(parent), channels_(new ChoiceBox(this)), table_(new NumberTable(this)) {
  channels_->setObjectName(QStringLiteral("sines.channel"));
  channels_->setAccessibleName(tr("Channel"));
  table_->setAccessibleName(tr("Sines of this channel"));
  table_->setToolTip(tr("Type to change a number; Insert adds a sine, Delete removes it"));
  table_->installEventFilter(this);
  auto* add = new QPushButton(tr("Add sine"), this);  // made in the order of Tab
  remove_ = new QPushButton(tr("Remove"), this);
  add->setObjectName(QStringLiteral("sines.add"));
  remove_->setObjectName(QStringLiteral("sines.remove"));
  remove_->setToolTip(tr("Removes the sine of the current row (Delete)"));
  add->setToolTip(tr("Adds a sine to this channel (Insert)"));
  QVBoxLayout* layout = rowsOf(this);
  layout->addWidget(channels_);
  layout->addWidget(table_);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(add);
  buttons->addWidget(remove_);
  buttons->addStretch(1);
  layout->addLayout(buttons);
  setFocusProxy(table_);
  connect(channels_, &ChoiceBox::chosen, this, &SinesEditor::show);
  connect(add, &QPushButton::clicked, this, &SinesEditor::addSine);
  connect(remove_, &QPushButton::clicked, this, &SinesEditor::removeSine);
  connect(&table_->numbers(), &NumberTableModel::edited, this, &SinesEditor::editTable);
  connect(&table_->numbers(), &NumberTableModel::refused, this, &SinesEditor::refused);
}

std::size_t SinesEditor::channel() const {
  return static_cast<std::size_t>(std::max(0, channels_->currentIndex()));
}

void SinesEditor::setSignal(const SinesSignal& signal) {
  signal_ = signal;
  const int count = static_cast<int>(signal.channels.size());
  if (channels_->count() != count) {
    const QSignalBlocker quiet(channels_);
    const int before = channels_->currentIndex();
    channels_->clear();
    for (int k = 0; k < count; ++k) channels_->addItem(tr("Channel %1").arg(k));
    channels_->setCurrentIndex(std::clamp(before, 0, std::max(0, count - 1)));
  }
  channels_->setVisible(count > 1);
  show();
}

void SinesEditor::show() {
  std::vector<std::vector<double>> rows;
  if (channel() < signal_.channels.size()) {
    for (const Sine& sine : signal_.channels[channel()]) {
      rows.push_back({sine.f, sine.a, sine.phase});
    }
  }
  remove_->setEnabled(!rows.empty());
  table_->numbers().show(sineColumns(), std::move(rows));
}

void SinesEditor::editTable() {
  std::vector<Sine>& sines = signal_.channels[channel()];
  const auto& rows = table_->numbers().rows();
  for (std::size_t k = 0; k < rows.size(); ++k) sines[k] = {rows[k][0], rows[k][1], rows[k][2]};
  emit edited(signal_);
}

void SinesEditor::addSine() {
  SinesSignal signal = signal_;
  if (channel() >= signal.channels.size()) return;
  std::vector<Sine>& sines = signal.channels[channel()];
  sines.push_back(sines.empty() ? Sine{.f = 10} : Sine{.f = 2 * sines.back().f});
  emit edited(signal);
  table_->setCurrentIndex(table_->numbers().index(table_->numbers().rowCount() - 1, 0));
}

void SinesEditor::removeSine() {
  SinesSignal signal = signal_;
  if (channel() >= signal.channels.size() || signal.channels[channel()].empty()) return;
  std::vector<Sine>& sines = signal.channels[channel()];
  const int current = table_->currentIndex().row();
  const auto row = current >= 0 ? current : static_cast<int>(sines.size()) - 1;
  sines.erase(sines.begin() + row);
  emit edited(signal);
  table_->setCurrentIndex(
      table_->numbers().index(std::min(row, table_->numbers().rowCount() - 1), 0));
}

bool SinesEditor::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Delete) removeSine();
    if (key == Qt::Key_Insert) addSine();
    if (key == Qt::Key_Delete || key == Qt::Key_Insert) return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace vle::ui
