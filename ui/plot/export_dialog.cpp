// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/export_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QMessageBox>

#include "plot/csv_export.h"
#include "plot/plot_board.h"

namespace vle::ui {

namespace {

bool saveData(const PlotBoard& board, const ExportChoice& choice, const QString& file) {
  std::vector<std::string> variants, probes;
  for (const VariantStatus& status : board.lab().variants()) {
    variants.push_back(status.variant.name);
  }
  TimeWindow seen{1e300, -1e300, false};
  for (std::size_t k = 0; k < board.plots().size(); ++k) {
    if (choice.plot && *choice.plot != k) continue;
    const BoardPlot& plot = *board.plots()[k];
    for (const PlottedProbe& probe : plot.content().probes) probes.push_back(probe.probe);
    seen.from = std::min(seen.from, plot.timeWindow().from);
    seen.to = std::max(seen.to, plot.timeWindow().to);
  }
  if (choice.is_everything) seen = {0, board.traces().newest(), false};
  return saveCsv(tracesAsCsv(board.traces(), variants, probes, seen.from, seen.to), file);
}

}  // namespace

bool saveExport(const PlotBoard& board, const ExportChoice& choice, const QString& file) {
  if (choice.what == ExportChoice::What::Data) return saveData(board, choice, file);
  const Theme paper = loadTheme(QStringLiteral("light"));
  std::vector<PictureItem> items;
  // Colours of the light theme: the contents are made anew, windows and limits are those seen.
  std::vector<Variant> variants;
  for (const VariantStatus& status : board.lab().variants()) variants.push_back(status.variant);
  const std::size_t shown = board.lab().shown();
  const std::string front = shown < variants.size() ? variants[shown].name : std::string();
  std::vector<PlotContent> contents =
      boardContents(board.document().project(), variants, {}, front, paper);
  for (std::size_t k = 0; k < contents.size() && k < board.plots().size(); ++k) {
    if (choice.plot && *choice.plot != k) continue;
    const BoardPlot& plot = *board.plots()[k];
    if (plot.hasOwnValues()) {
      contents[k].limits = AxisLimits{plot.valueLimits().lo, plot.valueLimits().hi};
    }
    items.push_back({std::move(contents[k]), plot.timeWindow()});
  }
  PictureSize size;
  if (choice.size == ExportChoice::Size::OneColumn) size = PictureSize::oneColumn(items.size());
  if (choice.size == ExportChoice::Size::TwoColumns) size = PictureSize::twoColumns(items.size());
  if (choice.size == ExportChoice::Size::Screen && choice.plot) size.height = 480;
  const QString title =
      choice.plot ? QString() : QString::fromStdString(board.document().project().meta.title);
  return savePicture(items, title, board.source(), paper, size, file);
}

ExportDialog::ExportDialog(const PlotBoard& board, std::optional<std::size_t> plot, QWidget* parent)
    : QDialog(parent), what_(new QComboBox), of_(new QComboBox) {
  setWindowTitle(tr("Export"));
  what_->addItem(tr("Picture, one column wide (85 mm)"));
  what_->addItem(tr("Picture, two columns wide (175 mm)"));
  what_->addItem(tr("Picture for the screen"));
  what_->addItem(tr("Data as CSV: what is seen, all variants"));
  what_->addItem(tr("Data as CSV: the whole run, all variants"));
  of_->addItem(tr("The whole board"));
  for (const BoardPlot* one : board.plots()) of_->addItem(one->content().title);
  of_->setCurrentIndex(plot ? static_cast<int>(*plot) + 1 : 0);
  auto* form = new QFormLayout(this);
  form->addRow(tr("Of"), of_);
  form->addRow(tr("As"), what_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  form->addRow(buttons);
}

ExportChoice ExportDialog::choice() const {
  using Size = ExportChoice::Size;
  const int what = what_->currentIndex();
  ExportChoice choice;
  choice.what = what < 3 ? ExportChoice::What::Picture : ExportChoice::What::Data;
  choice.size = what == 0 ? Size::OneColumn : what == 1 ? Size::TwoColumns : Size::Screen;
  choice.is_everything = what == 4;
  if (of_->currentIndex() > 0) choice.plot = static_cast<std::size_t>(of_->currentIndex() - 1);
  return choice;
}

void exportBoard(PlotBoard& board, std::optional<std::size_t> plot) {
  ExportDialog dialog(board, plot, &board);
  if (dialog.exec() != QDialog::Accepted) return;
  const ExportChoice choice = dialog.choice();
  const bool is_data = choice.what == ExportChoice::What::Data;
  const QString filter =
      is_data ? QObject::tr("CSV (*.csv)") : QObject::tr("PDF (*.pdf);;SVG (*.svg);;PNG (*.png)");
  QString chosen;
  QString file = QFileDialog::getSaveFileName(&board, QObject::tr("Export"), {}, filter, &chosen);
  if (file.isEmpty()) return;
  if (QFileInfo(file).suffix().isEmpty()) {
    file += is_data ? QStringLiteral(".csv") : QStringLiteral(".") + chosen.left(3).toLower();
  }
  if (saveExport(board, choice, file)) return;
  QMessageBox::warning(&board, QObject::tr("Export"),
                       QObject::tr("The file %1 cannot be written.").arg(file));
}

}  // namespace vle::ui
