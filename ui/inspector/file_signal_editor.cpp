// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/file_signal_editor.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "base/error.h"
#include "inspector/table_dialog.h"
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

constexpr qsizetype kMostListed = 120;  ///< characters of a list of columns

/// A table of which nothing has been said: where no line has names, the first one is the first row.
/// @param reading  [out] says so
TableLook lookAtNew(const std::string& file, TableReading& reading) {
  try {
    return lookAtFile(file, reading);
  } catch (const Error& first) {
    TableReading without = reading;
    without.header = false;
    try {
      TableLook look = lookAtFile(file, without);
      reading = without;
      return look;
    } catch (const Error&) {
      throw first;  // what is wrong has nothing to do with names
    }
  }
}

}  // namespace

FileSignalEditor::FileSignalEditor(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      choose_(new QPushButton(tr("Choose a file…"), this)),
      again_(new QPushButton(tr("Read again"), this)),
      path_(new QLabel(this)),
      extent_(new QLabel(this)),
      columns_(new QPushButton(tr("Columns…"), this)),
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
  columns_->setObjectName(QStringLiteral("file.columns"));
  columns_->setToolTip(
      tr("Choose, exchange and scale the columns that drive the channels, and say how the file is "
         "read where it was misunderstood"));
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
  buttons->addWidget(columns_);
  buttons->addWidget(again_);
  buttons->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addLayout(buttons);
  for (QWidget* widget : std::initializer_list<QWidget*>{path_, extent_, unit_, end_}) {
    layout->addWidget(widget);
  }
  setFocusProxy(choose_);
  connect(choose_, &QPushButton::clicked, this, &FileSignalEditor::choose);
  connect(again_, &QPushButton::clicked, this, &FileSignalEditor::readAgain);
  connect(columns_, &QPushButton::clicked, this,
          [this] { chooseColumns(signal_, signal_.table->source); });
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
                                 const QString& folder, const Settings& settings) {
  signal_ = signal;
  settings_ = settings;
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
  QStringList names;
  for (const std::string& name : signal_.reading.columns) names << QString::fromStdString(name);
  const QString used = names.isEmpty() ? tr("all (%1)").arg(signal_.table->columns)
                                       : names.join(QStringLiteral(", "));
  extent_->setText(
      tr("Rows: %1, ends at %2 ms. Columns: %3")
          .arg(signal_.table->rows())
          .arg(signal_.length())
          .arg(used.size() > kMostListed ? used.left(kMostListed) + QStringLiteral("…") : used));
  const std::string& said = signal_.reading.unit;
  const std::string named = timeColumn(signal_.table->time).value_or("");
  const std::string unit = !said.empty() ? said : !named.empty() ? named : "ms";
  unit_->setChoice(unit_->findData(QString::fromStdString(unit)));
}

void FileSignalEditor::choose() {
  QString folder = folder_;
  if (signal_.table != nullptr && !signal_.table->source.starts_with(':')) {
    folder = QFileInfo(QString::fromStdString(signal_.table->source)).absolutePath();
  }
  if (!QFileInfo(folder).isDir()) folder = folder_;
  if (folder.isEmpty())
    folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  if (!QFileInfo(folder).isDir()) folder = QDir::homePath();
  const QString path = chooseFile(
      this, {tr("Choose a CSV file"), folder, tr("Tables (*.csv *.tsv *.txt);;All files (*)")});
  if (path.isEmpty()) return;
  if (const auto signal = firstColumns(path)) {
    chooseColumns(*signal, QFileInfo(path).absoluteFilePath().toStdString());
  }
}

std::optional<FileSignal> FileSignalEditor::firstColumns(const QString& path) {
  const QFileInfo file(path);
  const std::string source = file.absoluteFilePath().toStdString();
  FileSignal signal = signal_;
  // Without a folder the name is enough: where the file lies is known until the project is saved.
  signal.path =
      folder_.isEmpty() ? file.fileName().toStdString() : pathFrom(folder_.toStdString(), source);
  signal.reading = {};
  try {
    const TableLook look = lookAtNew(source, signal.reading);
    std::vector<std::string>& columns = signal.reading.columns;
    const bool any_named = std::ranges::count(look.is_named, true) > 0;
    for (std::size_t k = 0; k < look.names.size(); ++k) {
      const bool is_value = (look.is_named[k] || !any_named) && look.names[k] != look.time;
      if (is_value && std::ssize(columns) < channels_) columns.push_back(look.names[k]);
    }
    if (look.time.empty() && signal.interval == 0) signal.interval = 1;
    const bool has_unit = look.time.empty() || !timeColumn(look.time).value_or("").empty();
    if (!has_unit) signal.reading.unit = "ms";  // it is shown, and can be changed
  } catch (const Error& error) {
    emit refused(QString::fromStdString(error.message()));
    return std::nullopt;
  }
  return signal;
}

void FileSignalEditor::setFile(const QString& path) {
  if (auto signal = firstColumns(path)) {
    take(std::move(*signal), QFileInfo(path).absoluteFilePath().toStdString());
  }
}

void FileSignalEditor::chooseColumns(FileSignal signal, const std::string& file) {
  auto* dialog = new TableDialog(std::move(signal), file, settings_, theme_, this);
  dialog->setObjectName(QStringLiteral("table"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { emit edited(dialog->signal()); });
  dialog->open();
}

void FileSignalEditor::readAgain() {
  const QFileInfo file(folder_, QString::fromStdString(signal_.path));
  take(signal_,
       signal_.table != nullptr ? signal_.table->source : file.absoluteFilePath().toStdString());
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
