// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/export_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QMessageBox>

#include "base/error.h"
#include "board/board_controller.h"
#include "board/csv_export.h"
#include "io/output.h"
#include "widgets/export_file.h"

namespace vle::ui {

namespace {

/// What a table of data is made of.
struct DataRequest {
  std::vector<Variant> variants;
  std::vector<CsvProbe> probes;
};

DataRequest requestOf(const BoardController& board, const ExportChoice& choice) {
  DataRequest request;
  for (const VariantStatus& status : board.lab().variants()) {
    request.variants.push_back(status.variant);
  }
  const TimeWindow run{0, board.traces().newest(), false};
  for (std::size_t k = 0; k < board.plots().size(); ++k) {
    if (choice.plot && *choice.plot != k) continue;
    const PlotWidget& plot = *board.plots()[k];
    const TimeWindow window = choice.is_everything ? run : board.windowOf(plot);
    for (const PlottedProbe& probe : plot.content().probes) {
      request.probes.push_back({probe.probe, window.from, window.to});
    }
  }
  return request;
}

void saveData(const BoardController& board, const ExportChoice& choice, const QString& file) {
  const DataRequest request = requestOf(board, choice);
  const double dt = board.document().project().settings.dt;
  saveText(tracesAsCsv(board.traces(), dt, request.variants, request.probes, choice.most_rows),
           file.toStdString());
}

}  // namespace

void saveExport(const BoardController& board, const ExportChoice& choice, const QString& file) {
  if (choice.what == ExportChoice::What::Data) return saveData(board, choice, file);
  const Theme paper = loadTheme(QStringLiteral("light"));
  std::vector<PictureItem> items;
  // Colours of the light theme: the contents are made anew, windows and limits are those seen.
  std::vector<PlotContent> contents = board.contents(paper);
  for (std::size_t k = 0; k < contents.size() && k < board.plots().size(); ++k) {
    if (choice.plot && *choice.plot != k) continue;
    const PlotWidget& plot = *board.plots()[k];
    if (plot.hasOwnValues()) {
      contents[k].limits = AxisLimits{plot.valueLimits().lo, plot.valueLimits().hi};
    }
    items.push_back({std::move(contents[k]), board.windowOf(plot)});
  }
  PictureSize size;
  if (choice.size == ExportChoice::Size::OneColumn) size = PictureSize::oneColumn(items.size());
  if (choice.size == ExportChoice::Size::TwoColumns) size = PictureSize::twoColumns(items.size());
  if (choice.size == ExportChoice::Size::Screen && choice.plot) size.height = 480;
  const QString title =
      choice.plot ? QString() : QString::fromStdString(board.document().project().meta.title);
  savePicture(items, title, board.source(), paper, size, file);
}

ExportDialog::ExportDialog(const BoardController& board, std::optional<std::size_t> plot,
                           QWidget* parent)
    : QDialog(parent),
      board_(board),
      what_(new QComboBox),
      of_(new QComboBox),
      rows_(new QComboBox),
      size_(new QLabel) {
  setWindowTitle(tr("Export"));
  what_->setObjectName(QStringLiteral("export.what"));
  what_->addItem(tr("Picture, one column wide (85 mm)"));
  what_->addItem(tr("Picture, two columns wide (175 mm)"));
  what_->addItem(tr("Picture for the screen"));
  what_->addItem(tr("Data as CSV: what is seen, all variants"));
  what_->addItem(board.isFrozen()
                     ? tr("Data as CSV: the whole run until it was frozen, all variants")
                     : tr("Data as CSV: the whole run, all variants"));
  of_->addItem(tr("The whole board"));
  for (const PlotWidget* one : board.plots()) of_->addItem(one->content().title);
  of_->setCurrentIndex(plot ? static_cast<int>(*plot) + 1 : 0);
  auto* form = new QFormLayout(this);
  form->addRow(tr("Of"), of_);
  form->addRow(tr("As"), what_);
  rows_->setObjectName(QStringLiteral("export.rows"));
  rows_->addItem(tr("All that were recorded"), 0);
  for (const int most : {100'000, 10'000, 1000}) {
    rows_->addItem(tr("At most %L1, with the extremes in between").arg(most), most);
  }
  form->addRow(tr("Rows"), rows_);
  size_->setObjectName(QStringLiteral("export.size"));
  size_->setProperty("role", "dim");
  form->addRow(tr("Size"), size_);
  for (const QComboBox* choice : {what_, of_, rows_}) {
    connect(choice, &QComboBox::currentIndexChanged, this, &ExportDialog::showSize);
  }
  showSize();
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  form->addRow(buttons);
}

void ExportDialog::showSize() {
  const ExportChoice now = choice();
  const bool is_data = now.what == ExportChoice::What::Data;
  rows_->setEnabled(is_data);
  if (!is_data) return size_->setText(tr("–"));
  const DataRequest request = requestOf(board_, now);
  const CsvSize size = csvSize(board_.traces(), request.variants, request.probes, now.most_rows);
  size_->setText(tr("%L1 rows × %L2 columns, about %3")
                     .arg(size.rows)
                     .arg(size.columns)
                     .arg(locale().formattedDataSize(static_cast<qint64>(size.bytes), 1,
                                                     QLocale::DataSizeTraditionalFormat)));
}

ExportChoice ExportDialog::choice() const {
  using Size = ExportChoice::Size;
  const int what = what_->currentIndex();
  ExportChoice choice;
  choice.what = what < 3 ? ExportChoice::What::Picture : ExportChoice::What::Data;
  choice.size = what == 0 ? Size::OneColumn : what == 1 ? Size::TwoColumns : Size::Screen;
  choice.is_everything = what == 4;
  choice.most_rows = rows_->currentData().toULongLong();
  if (of_->currentIndex() > 0) choice.plot = static_cast<std::size_t>(of_->currentIndex() - 1);
  return choice;
}

namespace {

void askForFile(BoardController& board, const ExportChoice& choice) {
  const bool is_data = choice.what == ExportChoice::What::Data;
  auto* dialog = new QFileDialog(&board.widget(), QObject::tr("Export"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setNameFilters(is_data
                             ? QStringList{QObject::tr("CSV (*.csv)")}
                             : QStringList{QObject::tr("PDF (*.pdf)"), QObject::tr("SVG (*.svg)"),
                                           QObject::tr("PNG (*.png)")});
  const auto follow = [dialog, is_data](const QString& filter) {
    const QString before = dialog->defaultSuffix();
    dialog->setDefaultSuffix(is_data ? QStringLiteral("csv") : filter.left(3).toLower());
    const QFileInfo named(dialog->selectedFiles().value(0));
    if (before.isEmpty() || named.suffix() != before) return;
    dialog->selectFile(named.completeBaseName() + QLatin1Char('.') + dialog->defaultSuffix());
  };
  follow(dialog->selectedNameFilter());
  const bool is_one = choice.plot && *choice.plot < board.plots().size();
  const QString holds = is_one    ? board.plots()[*choice.plot]->content().title
                        : is_data ? QObject::tr("run")
                                  : QObject::tr("board");
  dialog->selectFile(exportName(board.document(), holds, dialog->defaultSuffix()));
  QObject::connect(dialog, &QFileDialog::filterSelected, dialog, follow);
  QObject::connect(
      dialog, &QFileDialog::fileSelected, &board, [&board, choice](const QString& file) {
        try {
          checkExport(board.document(), file);
          saveExport(board, choice, file);
          board.remark(QObject::tr("saved %1").arg(QFileInfo(file).fileName()));
        } catch (const Error& error) {
          auto* box =
              new QMessageBox(QMessageBox::Warning, QObject::tr("Export"),
                              QString::fromUtf8(error.what()), QMessageBox::Ok, &board.widget());
          box->setAttribute(Qt::WA_DeleteOnClose);
          box->open();
        }
      });
  dialog->open();
}

}  // namespace

void exportBoard(BoardController& board, std::optional<std::size_t> plot) {
  auto* dialog = new ExportDialog(board, plot, &board.widget());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  QObject::connect(dialog, &QDialog::accepted, &board,
                   [&board, dialog] { askForFile(board, dialog->choice()); });
  dialog->open();
}

}  // namespace vle::ui
