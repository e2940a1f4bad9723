// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/table_dialog.h"

#include <algorithm>
#include <utility>

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "base/error.h"
#include "base/text.h"
#include "io/signal_files.h"
#include "io/time_column.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr int kRowsShown = 8;
// Columns of the list of channels.
constexpr int kColumn = 0, kGain = 1, kOffset = 2, kZscore = 3, kCells = 4;

QString separatorName(std::string_view separator) {
  if (separator == ",") return TableDialog::tr("comma");
  if (separator == ";") return TableDialog::tr("semicolon");
  if (separator == "\t") return TableDialog::tr("tab");
  if (separator == "|") return TableDialog::tr("bar |");
  return TableDialog::tr("blanks");
}

QString decimalName(std::string_view decimal) {
  return decimal == "," ? TableDialog::tr("comma") : TableDialog::tr("point");
}

QString unitName(std::string_view unit) {
  return unit == "us" ? QStringLiteral("µs") : asText(unit);
}

/// The value of a list that holds for one channel.
template <class Values, class Entry>
Entry ofChannel(const Values& values, std::size_t channel, Entry otherwise) {
  if (values.empty()) return otherwise;
  return values[values.size() == 1 ? 0 : std::min(channel, values.size() - 1)];
}

void select(QComboBox& box, const QVariant& data) {
  const QSignalBlocker quiet(box);
  box.setCurrentIndex(std::max(0, box.findData(data)));
}

}  // namespace

TableDialog::TableDialog(FileSignal signal, std::string file, const Settings& settings,
                         const Theme& theme, QWidget* parent)
    : QDialog(parent),
      signal_(std::move(signal)),
      file_(std::move(file)),
      settings_(settings),
      separator_(new QComboBox(this)),
      decimal_(new QComboBox(this)),
      header_(new QComboBox(this)),
      time_(new QComboBox(this)),
      unit_(new QComboBox(this)),
      between_(new QComboBox(this)),
      preview_(new QTableWidget(this)),
      list_(new QTableWidget(0, kCells, this)),
      add_(new QPushButton(tr("Add channel"), this)),
      remove_(new QPushButton(tr("Remove"), this)),
      up_(new QPushButton(tr("Up"), this)),
      down_(new QPushButton(tr("Down"), this)),
      curves_(new SignalPreview(theme, this)),
      sentence_(new QLabel(this)) {
  setWindowTitle(tr("Columns of %1").arg(QFileInfo(QString::fromStdString(file_)).fileName()));
  auto* form = new QFormLayout;
  const auto add_row = [form](const QString& label, QComboBox* box, const char* name) {
    box->setObjectName(QString::fromLatin1(name));
    box->setAccessibleName(label);
    form->addRow(label, box);
  };
  add_row(tr("Between cells"), separator_, "table.separator");
  add_row(tr("Decimal mark"), decimal_, "table.decimal");
  add_row(tr("First row"), header_, "table.header");
  add_row(tr("Times"), time_, "table.time");
  add_row(tr("Unit of the times"), unit_, "table.unit");
  add_row(tr("Between two rows"), between_, "table.between");
  between_->addItem(tr("hold the value"), static_cast<int>(FileSignal::Resample::Hold));
  between_->addItem(tr("straight line"), static_cast<int>(FileSignal::Resample::Linear));
  preview_->setObjectName(QStringLiteral("table.preview"));
  preview_->setAccessibleName(tr("First rows of the file"));
  preview_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  preview_->setSelectionMode(QAbstractItemView::NoSelection);
  preview_->verticalHeader()->hide();
  list_->setObjectName(QStringLiteral("table.channels"));
  list_->setAccessibleName(tr("Channels"));
  list_->setHorizontalHeaderLabels({tr("Column"), tr("× gain"), tr("+ offset"), tr("z-score")});
  list_->horizontalHeader()->setSectionResizeMode(kColumn, QHeaderView::Stretch);
  list_->horizontalHeaderItem(kZscore)->setToolTip(
      tr("First shift and scale to mean 0 and standard deviation 1 over the file"));
  list_->setSelectionBehavior(QAbstractItemView::SelectRows);
  list_->setSelectionMode(QAbstractItemView::SingleSelection);
  auto* buttons = new QHBoxLayout;
  for (const auto& [button, name] :
       {std::pair(add_, "table.add"), std::pair(remove_, "table.remove"),
        std::pair(up_, "table.up"), std::pair(down_, "table.down")}) {
    button->setObjectName(QString::fromLatin1(name));
    button->setAutoDefault(false);
    buttons->addWidget(button);
  }
  buttons->addStretch(1);
  curves_->setMinimumHeight(110);
  curves_->setAccessibleName(tr("What the channels will play"));
  sentence_->setObjectName(QStringLiteral("table.sentence"));
  sentence_->setProperty("role", "refusal");
  sentence_->setWordWrap(true);
  auto* box = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  accept_ = box->button(QDialogButtonBox::Ok);
  connect(box, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);

  auto* right = new QVBoxLayout;
  right->addWidget(new QLabel(tr("Channels of the node, in order:"), this));
  right->addWidget(list_, 1);
  right->addLayout(buttons);
  auto* upper = new QHBoxLayout;
  upper->addLayout(form);
  upper->addLayout(right, 1);
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(upper, 2);
  layout->addWidget(new QLabel(tr("The file:"), this));
  layout->addWidget(preview_, 2);
  layout->addWidget(new QLabel(tr("What the channels will play:"), this));
  layout->addWidget(curves_);
  layout->addWidget(sentence_);
  layout->addWidget(box);
  resize(760, 640);

  for (QComboBox* choice : {separator_, decimal_, header_, time_, unit_, between_}) {
    connect(choice, &QComboBox::activated, this, &TableDialog::readReading);
  }
  connect(list_, &QTableWidget::cellChanged, this, &TableDialog::changeCell);
  connect(add_, &QPushButton::clicked, this, [this] {
    const auto is_used = [this](const std::string& name) {
      return std::ranges::find(channels_, name, &Channel::column) != channels_.end();
    };
    std::string column;  // the first that nothing plays yet
    for (std::size_t k = 0; k < look_.names.size() && column.empty(); ++k) {
      const std::string& name = look_.names[k];
      if (name != look_.time && !is_used(name)) column = name;
    }
    if (column.empty() && !channels_.empty()) column = channels_.back().column;
    if (column.empty()) return;
    channels_.push_back({column});
    fillChannels();
    tryReading();
  });
  connect(remove_, &QPushButton::clicked, this, [this] {
    const int row = list_->currentRow();
    if (row < 0 || channels_.size() < 2) return;
    channels_.erase(channels_.begin() + row);
    fillChannels();
    tryReading();
  });
  connect(up_, &QPushButton::clicked, this, [this] { move(-1); });
  connect(down_, &QPushButton::clicked, this, [this] { move(1); });

  look();
  const TableReading& reading = signal_.reading;
  std::vector<std::string> names = reading.columns;
  for (std::size_t k = 0; names.empty() && k < look_.names.size(); ++k) {
    if (look_.is_named[k] && look_.names[k] != look_.time) names.push_back(look_.names[k]);
  }
  for (std::size_t k = 0; k < names.size(); ++k) {
    channels_.push_back({names[k], ofChannel(reading.gain, k, 1.0),
                         ofChannel(reading.offset, k, 0.0), ofChannel(reading.zscore, k, false)});
  }
  fillChannels();
  tryReading();
  list_->setFocus();
}

/// Looks at the file as it is to be read. What does not fit it leaves the last look.
void TableDialog::look() {
  try {
    look_ = lookAtFile(file_, signal_.reading);
    sentence_->clear();
  } catch (const Error& error) {
    sentence_->setText(QString::fromStdString(error.message()));
  }
  fillRecognised();
  fillPreview();
}

void TableDialog::fillRecognised() {
  const TableReading& said = signal_.reading;
  const auto as_recognised = [](const QString& what) { return tr("%1 (recognised)").arg(what); };
  for (QComboBox* box : {separator_, decimal_, header_, time_, unit_}) box->clear();
  separator_->addItem(as_recognised(separatorName(look_.separator)), QString());
  for (const std::string_view one : kSeparators)
    separator_->addItem(separatorName(one), asText(one));
  select(*separator_, QString::fromStdString(said.separator));
  decimal_->addItem(as_recognised(decimalName(look_.decimal)), QString());
  for (const char* one : {".", ","}) decimal_->addItem(decimalName(one), QString::fromLatin1(one));
  select(*decimal_, QString::fromStdString(said.decimal));
  header_->addItem(as_recognised(look_.has_header ? tr("names") : tr("values")), -1);
  header_->addItem(tr("names"), 1);
  header_->addItem(tr("values"), 0);
  select(*header_, said.header ? int{*said.header} : -1);
  const QString none = tr("none: every row lasts alike");
  time_->addItem(as_recognised(look_.time.empty() ? none : QString::fromStdString(look_.time)),
                 QVariant());
  time_->addItem(none, QString());
  for (const std::string& name : look_.names) {
    time_->addItem(QString::fromStdString(name), QString::fromStdString(name));
  }
  const QSignalBlocker quiet(time_);
  time_->setCurrentIndex(!said.time ? 0 : said.time->empty() ? 1 : 0);
  for (int k = 2; said.time && k < time_->count(); ++k) {
    if (time_->itemData(k).toString().toStdString() == *said.time) time_->setCurrentIndex(k);
  }
  const std::string named = timeColumn(look_.time).value_or("");
  unit_->addItem(named.empty() ? tr("not said in the file") : as_recognised(unitName(named)),
                 QString());
  for (const TimeUnit& unit : kTimeUnits) unit_->addItem(unitName(unit.name), asText(unit.name));
  select(*unit_, QString::fromStdString(said.unit));
  unit_->setEnabled(!look_.time.empty());
  select(*between_, static_cast<int>(signal_.resample));
}

void TableDialog::fillPreview() {
  const int rows = std::min(kRowsShown, static_cast<int>(look_.rows.size()));
  preview_->setColumnCount(static_cast<int>(look_.names.size()));
  preview_->setRowCount(rows);
  QStringList names;
  for (const std::string& name : look_.names) names << QString::fromStdString(name);
  preview_->setHorizontalHeaderLabels(names);
  for (int row = 0; row < rows; ++row) {
    const auto& cells = look_.rows[static_cast<std::size_t>(row)];
    for (int column = 0; column < preview_->columnCount(); ++column) {
      const auto c = static_cast<std::size_t>(column);
      preview_->setItem(
          row, column,
          new QTableWidgetItem(c < cells.size() ? QString::fromStdString(cells[c]) : QString()));
    }
  }
}

void TableDialog::fillChannels() {
  is_filling_ = true;
  const int current = list_->currentRow();
  list_->setRowCount(static_cast<int>(channels_.size()));
  for (int row = 0; row < list_->rowCount(); ++row) {
    const Channel& channel = channels_[static_cast<std::size_t>(row)];
    auto* column = new QComboBox;
    column->setObjectName(QStringLiteral("table.column.%1").arg(row));
    column->setAccessibleName(tr("Column of channel %1").arg(row));
    for (const std::string& name : look_.names) column->addItem(QString::fromStdString(name));
    const int at = column->findText(QString::fromStdString(channel.column));
    if (at < 0) column->insertItem(0, QString::fromStdString(channel.column));
    column->setCurrentIndex(std::max(0, at));
    connect(column, &QComboBox::activated, this, [this, row, column] {
      channels_[static_cast<std::size_t>(row)].column = column->currentText().toStdString();
      tryReading();
    });
    list_->setCellWidget(row, kColumn, column);
    list_->setItem(row, kGain,
                   new QTableWidgetItem(QString::fromStdString(formatNumber(channel.gain))));
    list_->setItem(row, kOffset,
                   new QTableWidgetItem(QString::fromStdString(formatNumber(channel.offset))));
    auto* zscore = new QTableWidgetItem;
    zscore->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    zscore->setCheckState(channel.zscore ? Qt::Checked : Qt::Unchecked);
    list_->setItem(row, kZscore, zscore);
    list_->setVerticalHeaderItem(row, new QTableWidgetItem(QString::number(row)));
  }
  list_->setCurrentCell(std::clamp(current, 0, list_->rowCount() - 1), kColumn);
  is_filling_ = false;
}

/// What is said about the file, and what follows from it.
void TableDialog::readReading() {
  TableReading& reading = signal_.reading;
  reading.separator = separator_->currentData().toString().toStdString();
  reading.decimal = decimal_->currentData().toString().toStdString();
  const int header = header_->currentData().toInt();
  reading.header = header < 0 ? std::nullopt : std::optional(header == 1);
  const QVariant time = time_->currentData();
  reading.time = time.isValid() ? std::optional(time.toString().toStdString()) : std::nullopt;
  reading.unit = unit_->currentData().toString().toStdString();
  signal_.resample = static_cast<FileSignal::Resample>(between_->currentData().toInt());
  reading.columns.clear();  // names may be others now
  look();
  if (look_.time.empty()) reading.unit.clear();
  for (Channel& channel : channels_) {
    const bool is_there = std::ranges::find(look_.names, channel.column) != look_.names.end();
    if (is_there || look_.names.empty()) continue;
    const auto k = static_cast<std::size_t>(&channel - channels_.data());
    const std::size_t first = !look_.time.empty() && look_.names.front() == look_.time ? 1 : 0;
    channel.column = look_.names[std::min(first + k, look_.names.size() - 1)];
  }
  fillChannels();
  tryReading();
}

void TableDialog::changeCell(int row, int column) {
  if (is_filling_) return;
  Channel& channel = channels_.at(static_cast<std::size_t>(row));
  QTableWidgetItem* item = list_->item(row, column);
  if (column == kZscore) channel.zscore = item->checkState() == Qt::Checked;
  if (column == kGain || column == kOffset) {
    double& kept = column == kGain ? channel.gain : channel.offset;
    const QString text = item->text();
    auto number = readNumber(text, {});
    if (number && !std::isfinite(*number)) number.reset();
    kept = number.value_or(kept);
    is_filling_ = true;
    item->setText(QString::fromStdString(formatNumber(kept)));  // what is no number goes back
    is_filling_ = false;
    if (!number) return sentence_->setText(tr("“%1” is not a number").arg(text));
  }
  tryReading();
}

/// Exchanges a channel with its neighbour.
void TableDialog::move(int by) {
  const int row = list_->currentRow();
  const int to = row + by;
  if (row < 0 || to < 0 || to >= list_->rowCount()) return;
  std::swap(channels_[static_cast<std::size_t>(row)], channels_[static_cast<std::size_t>(to)]);
  fillChannels();
  list_->setCurrentCell(to, kColumn);
  tryReading();
}

/// Reads the file as chosen; what is wrong is said, and cannot be accepted.
void TableDialog::tryReading() {
  TableReading& reading = signal_.reading;
  reading.columns.clear();
  reading.gain.clear();
  reading.offset.clear();
  reading.zscore.clear();
  const auto any = [this](auto differs) { return std::ranges::any_of(channels_, differs); };
  const bool has_gain = any([](const Channel& channel) { return channel.gain != 1; });
  const bool has_offset = any([](const Channel& channel) { return channel.offset != 0; });
  const bool has_zscore = any([](const Channel& channel) { return channel.zscore; });
  for (const Channel& channel : channels_) {
    reading.columns.push_back(channel.column);
    if (has_gain) reading.gain.push_back(channel.gain);
    if (has_offset) reading.offset.push_back(channel.offset);
    if (has_zscore) reading.zscore.push_back(channel.zscore);
  }
  FileSignal read = signal_;
  read.path = file_;
  QString wrong;
  try {
    readSignalFile(read, {});
  } catch (const Error& error) {
    wrong = QString::fromStdString(error.message());
  }
  if (wrong.isEmpty()) {
    signal_.table = read.table;
    if (signal_.table->time.empty() && signal_.interval == 0) signal_.interval = 1;
    curves_->show(signalCurve(signal_, std::ssize(channels_), settings_, NodeId{}));
  } else {
    curves_->show({});  // not what was right before
  }
  sentence_->setText(wrong);
  accept_->setEnabled(wrong.isEmpty());
  remove_->setEnabled(channels_.size() > 1);
}

}  // namespace vle::ui
