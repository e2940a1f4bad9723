// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/signal_parts.h"

#include <algorithm>

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "base/error.h"
#include "io/signal_files.h"

namespace vle::ui {

namespace {

const std::vector<NumberTableModel::Column>& sineColumns() {
  static const std::vector<NumberTableModel::Column> columns = {
      {SinesEditor::tr("f (Hz)"), {.key = "f", .unit = "Hz", .doc = "Frequency.", .minimum = 0}},
      {SinesEditor::tr("a"), {.key = "a", .doc = "Amplitude."}},
      {SinesEditor::tr("phase (rad)"), {.key = "phase", .unit = "rad", .doc = "Phase."}}};
  return columns;
}

QVBoxLayout* column(QWidget* widget) {
  auto* layout = new QVBoxLayout(widget);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  return layout;
}

}  // namespace

SinesEditor::SinesEditor(QWidget* parent)
    : QWidget(parent),
      channels_(new ChoiceBox(this)),
      table_(new NumberTable(this)),
      remove_(new QPushButton(tr("Remove"), this)) {
  channels_->setAccessibleName(tr("Channel"));
  table_->setAccessibleName(tr("Sines of this channel"));
  table_->setToolTip(tr("Type to change a number; Insert adds a sine, Delete removes it"));
  table_->installEventFilter(this);
  auto* add = new QPushButton(tr("Add sine"), this);
  remove_->setToolTip(tr("Removes the sine of the current row (Delete)"));
  add->setToolTip(tr("Adds a sine to this channel (Insert)"));
  QVBoxLayout* layout = column(this);
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

FileSignalEditor::FileSignalEditor(QWidget* parent)
    : QWidget(parent),
      path_(new QLabel(this)),
      choose_(new QPushButton(tr("Choose a file…"), this)),
      columns_(new QListWidget(this)),
      end_(new ChoiceBox(this)) {
  path_->setProperty("role", "dim");
  path_->setWordWrap(true);
  path_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  columns_->setAccessibleName(tr("Columns, one a channel"));
  columns_->setToolTip(tr("Columns that drive the channels, in this order (Space switches one)"));
  end_->addItems({tr("then hold the last row"), tr("then repeat"), tr("then 0")});
  end_->setAccessibleName(tr("After the last row"));
  QVBoxLayout* layout = column(this);
  layout->addWidget(choose_);
  layout->addWidget(path_);
  layout->addWidget(columns_);
  layout->addWidget(end_);
  setFocusProxy(choose_);
  connect(choose_, &QPushButton::clicked, this, &FileSignalEditor::choose);
  connect(columns_, &QListWidget::itemChanged, this, &FileSignalEditor::editColumns);
  connect(end_, &ChoiceBox::chosen, this, [this](int index) {
    FileSignal signal = signal_;
    signal.end = static_cast<FileSignal::End>(index);
    emit edited(signal);
  });
}

void FileSignalEditor::setSignal(const FileSignal& signal, std::int64_t channels) {
  signal_ = signal;
  channels_ = channels;
  show();
}

void FileSignalEditor::show() {
  const bool is_read = signal_.table != nullptr;
  const QString name = QFileInfo(QString::fromStdString(signal_.path)).fileName();
  path_->setVisible(!signal_.path.empty());
  path_->setToolTip(QString::fromStdString(signal_.path));
  path_->setText(is_read ? tr("%1: %2 rows, %3 columns used, ends at %4 ms")
                               .arg(name)
                               .arg(signal_.table->rows())
                               .arg(signal_.table->columns)
                               .arg(signal_.interval * static_cast<double>(signal_.table->rows()))
                         : name);
  columns_->setVisible(is_read);
  end_->setVisible(is_read);
  end_->setChoice(static_cast<int>(signal_.end));
  if (!is_read) return;
  const QSignalBlocker quiet(columns_);
  std::vector<std::string> names;
  if (listed_ == signal_.table->source) {
    for (int k = 0; k < columns_->count(); ++k) {
      names.push_back(columns_->item(k)->text().toStdString());
    }
  } else {
    try {
      names = signalFileColumns(signal_.table->source);
    } catch (const Error&) {
      names = signal_.columns;  // the file went away; what was read of it is still there
    }
    listed_ = signal_.table->source;
    columns_->clear();
    for (const std::string& one : names) columns_->addItem(QString::fromStdString(one));
    const int rows = std::clamp(columns_->count(), 2, 5);
    columns_->setFixedHeight(rows * (fontMetrics().height() + 6) + 6);
  }
  for (int k = 0; k < columns_->count(); ++k) {
    const std::string& one = names[static_cast<std::size_t>(k)];
    const bool used = signal_.columns.empty()
                          ? one != "time"
                          : std::ranges::find(signal_.columns, one) != signal_.columns.end();
    columns_->item(k)->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    columns_->item(k)->setCheckState(used ? Qt::Checked : Qt::Unchecked);
  }
}

void FileSignalEditor::choose() {
  const QString path = QFileDialog::getOpenFileName(this, tr("Choose a CSV file"),
                                                    QFileInfo(path_->toolTip()).path(),
                                                    tr("Tables (*.csv *.txt);;All files (*)"));
  if (!path.isEmpty()) setFile(path);
}

void FileSignalEditor::setFile(const QString& path) {
  FileSignal signal = signal_;
  signal.path = QFileInfo(path).absoluteFilePath().toStdString();
  signal.columns.clear();
  try {
    for (const std::string& name : signalFileColumns(signal.path)) {
      const bool wanted = name != "time" && std::ssize(signal.columns) < channels_;
      if (wanted) signal.columns.push_back(name);
    }
  } catch (const Error& error) {
    emit refused(QString::fromStdString(error.message()));
    return;
  }
  listed_.clear();
  read(std::move(signal));
}

void FileSignalEditor::editColumns() {
  FileSignal signal = signal_;
  signal.columns.clear();
  for (int k = 0; k < columns_->count(); ++k) {
    const QListWidgetItem* item = columns_->item(k);
    if (item->checkState() == Qt::Checked) signal.columns.push_back(item->text().toStdString());
  }
  if (signal.columns.empty()) {
    emit refused(tr("at least one column must be chosen"));
    return show();
  }
  signal.path = signal.table->source;
  read(std::move(signal));
}

void FileSignalEditor::read(FileSignal signal) {
  try {
    signal.table = nullptr;
    readSignalFile(signal, {folderOf(signal.path)});
  } catch (const Error& error) {
    emit refused(QString::fromStdString(error.message()));
    return show();
  }
  emit edited(signal);
}

}  // namespace vle::ui
