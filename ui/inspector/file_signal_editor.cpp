// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/file_signal_editor.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "base/error.h"
#include "io/signal_files.h"
#include "io/time_column.h"
#include "session/number_text.h"
#include "widgets/file_chooser.h"

namespace vle::ui {

namespace {

/// A path that may be torn behind every slash.
QString breakable(QString path) {
  return path.replace(QLatin1Char('/'), QStringLiteral("/\u200b"));
}

}  // namespace

FileSignalEditor::FileSignalEditor(QWidget* parent)
    : QWidget(parent),
      choose_(new QPushButton(tr("Choose a file…"), this)),
      again_(new QPushButton(tr("Read again"), this)),
      path_(new QLabel(this)),
      extent_(new QLabel(this)),
      columns_(new QListWidget(this)),
      unit_(new ChoiceBox(this)),
      end_(new ChoiceBox(this)) {
  choose_->setObjectName(QStringLiteral("file.choose"));
  again_->setObjectName(QStringLiteral("file.again"));
  path_->setObjectName(QStringLiteral("file.path"));
  end_->setObjectName(QStringLiteral("file.end"));
  choose_->setToolTip(tr("A table of text: one row a moment, one column a channel"));
  again_->setToolTip(tr("Takes over what has changed in the file since it was read"));
  for (QLabel* label : {path_, extent_}) {
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
  }
  path_->setAccessibleName(tr("File"));
  path_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  extent_->setProperty("role", "dim");
  columns_->setAccessibleName(tr("Columns, one a channel"));
  columns_->setToolTip(tr("Columns that drive the channels, in this order (Space switches one)"));
  unit_->setObjectName(QStringLiteral("file.unit"));
  unit_->setAccessibleName(tr("Unit of the times"));
  for (const TimeUnit& unit : kTimeUnits) {
    const QString name = asText(unit.name);
    unit_->addItem(tr("times in %1").arg(name == QLatin1String("us") ? tr("µs") : name), name);
  }
  end_->addItems({tr("then hold the last row"), tr("then repeat"), tr("then 0")});
  end_->setAccessibleName(tr("After the last row"));
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(4);
  buttons->addWidget(choose_);
  buttons->addWidget(again_);
  buttons->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addLayout(buttons);
  for (QWidget* widget : std::initializer_list<QWidget*>{path_, extent_, columns_, unit_, end_}) {
    layout->addWidget(widget);
  }
  setFocusProxy(choose_);
  connect(choose_, &QPushButton::clicked, this, &FileSignalEditor::choose);
  connect(again_, &QPushButton::clicked, this, &FileSignalEditor::readAgain);
  connect(columns_, &QListWidget::itemChanged, this, &FileSignalEditor::editColumns);
  connect(unit_, &ChoiceBox::chosen, this, [this](int index) {
    FileSignal signal = signal_;
    signal.reading.unit = unit_->itemData(index).toString().toStdString();
    take(signal, signal.table->source);
  });
  connect(end_, &ChoiceBox::chosen, this, [this](int index) {
    FileSignal signal = signal_;
    signal.end = static_cast<FileSignal::End>(index);
    emit edited(signal);
  });
}

void FileSignalEditor::setSignal(const FileSignal& signal, std::int64_t channels,
                                 const QString& folder) {
  signal_ = signal;
  channels_ = channels;
  folder_ = folder;
  show();
}

QString FileSignalEditor::shownPath() const {
  QString path = QString::fromStdString(signal_.path);
  const bool is_moved =
      signal_.table != nullptr && !folder_.isEmpty() && QDir::isRelativePath(path);
  if (!is_moved || signal_.table->source.starts_with(':')) return path;
  return QString::fromStdString(pathFrom(folder_.toStdString(), signal_.table->source));
}

void FileSignalEditor::show() {
  const bool is_read = signal_.table != nullptr;
  const bool is_chosen = !signal_.path.empty();
  problem_.clear();
  if (is_chosen && !is_read) {
    const QFileInfo file(folder_, QString::fromStdString(signal_.path));
    problem_ = file.exists()
                   ? tr("“%1” has not been read yet: “Read again” does.").arg(shownPath())
                   : tr("There is no file “%1” in %2: put it there and read it again, or choose "
                        "another one.")
                         .arg(file.fileName(), breakable(file.absolutePath()));
  }
  path_->setVisible(is_chosen);
  path_->setText(breakable(shownPath()));
  path_->setToolTip(is_read ? QString::fromStdString(signal_.table->source) : path_->text());
  again_->setVisible(is_chosen);
  extent_->setVisible(is_read);
  columns_->setVisible(is_read);
  end_->setVisible(is_read);
  unit_->setVisible(is_read && !signal_.table->time.empty());
  end_->setChoice(static_cast<int>(signal_.end));
  if (!is_read) return;
  extent_->setText(tr("Rows: %1, columns used: %2, ends at %3 ms")
                       .arg(signal_.table->rows())
                       .arg(signal_.table->columns)
                       .arg(signal_.length()));
  const std::string& said = signal_.reading.unit;
  const std::string named = timeColumn(signal_.table->time).value_or("");
  const std::string unit = !said.empty() ? said : !named.empty() ? named : "ms";
  unit_->setChoice(unit_->findData(QString::fromStdString(unit)));
  showColumns();
}

void FileSignalEditor::showColumns() {
  const QSignalBlocker quiet(columns_);
  if (listed_ != signal_.table->source) {
    TableLook look;
    try {
      look = lookAtFile(signal_.table->source, signal_.reading);
    } catch (const Error&) {
      look.names = signal_.reading.columns;  // the file went away; what was read is still there
      look.is_named.assign(look.names.size(), true);
    }
    listed_ = signal_.table->source;
    columns_->clear();
    for (std::size_t k = 0; k < look.names.size(); ++k) {
      auto* item = new QListWidgetItem(QString::fromStdString(look.names[k]), columns_);
      item->setData(Qt::UserRole, static_cast<bool>(look.is_named[k]));
    }
    const int rows = std::clamp(columns_->count(), 2, 5);
    columns_->setFixedHeight(rows * (fontMetrics().height() + 6) + 6);
  }
  for (int k = 0; k < columns_->count(); ++k) {
    const std::string one = columns_->item(k)->text().toStdString();
    const std::vector<std::string>& chosen = signal_.reading.columns;
    const bool used = chosen.empty() ? one != signal_.table->time &&
                                           columns_->item(k)->data(Qt::UserRole).toBool()
                                     : std::ranges::find(chosen, one) != chosen.end();
    columns_->item(k)->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    columns_->item(k)->setCheckState(used ? Qt::Checked : Qt::Unchecked);
  }
}

void FileSignalEditor::choose() {
  QString folder = folder_;
  if (signal_.table != nullptr && !signal_.table->source.starts_with(':')) {
    folder = QFileInfo(QString::fromStdString(signal_.table->source)).absolutePath();
  }
  if (!QFileInfo(folder).isDir()) folder = folder_;
  if (folder.isEmpty())
    folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  const QString path = chooseFile(
      this, {tr("Choose a CSV file"), folder, tr("Tables (*.csv *.txt);;All files (*)")});
  if (!path.isEmpty()) setFile(path);
}

void FileSignalEditor::setFile(const QString& path) {
  const QFileInfo file(path);
  const std::string source = file.absoluteFilePath().toStdString();
  FileSignal signal = signal_;
  // Without a folder the name is enough: where the file lies is known until the project is saved.
  signal.path =
      folder_.isEmpty() ? file.fileName().toStdString() : pathFrom(folder_.toStdString(), source);
  signal.reading = {};
  try {
    const TableLook look = lookAtFile(source);
    std::vector<std::string>& columns = signal.reading.columns;
    for (std::size_t k = 0; k < look.names.size(); ++k) {
      const bool is_value = look.is_named[k] && look.names[k] != look.time;
      if (is_value && std::ssize(columns) < channels_) columns.push_back(look.names[k]);
    }
    if (look.time.empty() && signal.interval == 0) signal.interval = 1;
    const bool has_unit = look.time.empty() || !timeColumn(look.time).value_or("").empty();
    if (!has_unit) signal.reading.unit = "ms";  // it is shown, and can be changed
  } catch (const Error& error) {
    emit refused(QString::fromStdString(error.message()));
    return;
  }
  listed_.clear();
  take(std::move(signal), source);
}

void FileSignalEditor::readAgain() {
  listed_.clear();
  const QFileInfo file(folder_, QString::fromStdString(signal_.path));
  take(signal_,
       signal_.table != nullptr ? signal_.table->source : file.absoluteFilePath().toStdString());
}

void FileSignalEditor::editColumns() {
  FileSignal signal = signal_;
  std::vector<std::string>& columns = signal.reading.columns;
  columns.clear();
  for (int k = 0; k < columns_->count(); ++k) {
    const QListWidgetItem* item = columns_->item(k);
    if (item->checkState() == Qt::Checked) columns.push_back(item->text().toStdString());
  }
  if (columns.empty()) {
    emit refused(tr("at least one column must be chosen"));
    return show();
  }
  take(signal, signal.table->source);
}

void FileSignalEditor::take(FileSignal signal, const std::string& file) {
  FileSignal found = signal;
  found.path = file;
  try {
    readSignalFile(found, {});
  } catch (const Error& error) {
    emit refused(QString::fromStdString(error.message()));
    return show();
  }
  signal.table = found.table;  // the path stays as the project names it
  emit edited(signal);
}

}  // namespace vle::ui
