// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/cursor_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTableWidget>
#include <QVBoxLayout>

#include "board/board_controller.h"
#include "plot/trace_plot.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr int kTableDigits = 6;  ///< on the screen
constexpr int kColumns = 6;

/// A curve of one variant at both cursors; NaN where there is no cursor or nothing was recorded.
struct CursorRow {
  QString plot, curve, variant;
  std::array<double, 3> values{};  // first, second, difference
};

std::vector<CursorRow> cursorRows(const BoardController& board) {
  std::vector<CursorRow> rows;
  const CursorTimes& cursors = board.cursors();
  for (PlotWidget* any : board.plots()) {
    auto* plot = qobject_cast<TracePlot*>(any);
    if (plot == nullptr) continue;
    // One that is scrolled away was never drawn.
    if (plot->list().traces.empty()) plot->refresh(board.source(), board.windowOf(*plot), 0);
    for (const std::size_t k : plot->list().readingOrder(plot->content())) {
      const DrawnTrace& trace = plot->list().traces[k];
      const auto at = [&](const std::optional<double>& t) {
        const auto sample = t ? plot->sampleAt(board.traces(), k, *t) : std::nullopt;
        return sample ? sample->value : std::nan("");
      };
      const double first = at(cursors.first), second = at(cursors.second);
      const auto variant =
          std::ranges::find(plot->content().variants, trace.variant, &ShownVariant::id);
      const bool is_shared = isShared(plot->content().probes[trace.entry].role);
      rows.push_back({plot->content().title,
                      QString::fromStdString(trace.channel),
                      is_shared ? CursorTable::tr("all") : variant->label,
                      {first, second, second - first}});
    }
  }
  return rows;
}

QStringList headers() {
  return {CursorTable::tr("Plot"), CursorTable::tr("Curve"), CursorTable::tr("Variant"),
          QStringLiteral("y₁"),    QStringLiteral("y₂"),     QStringLiteral("Δy")};
}

}  // namespace

CursorTable::CursorTable(BoardController& board, QWidget* parent)
    : QDialog(parent), board_(board), times_(new QLabel), table_(new QTableWidget(0, kColumns)) {
  setWindowTitle(tr("Values at the cursors"));
  times_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  table_->setHorizontalHeaderLabels(headers());
  table_->setAccessibleName(windowTitle());
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setTabKeyNavigation(false);
  table_->verticalHeader()->hide();
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  QPushButton* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
  copy->setObjectName(QStringLiteral("cursors.copy"));
  connect(copy, &QPushButton::clicked, this, &CursorTable::copy);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(times_);
  layout->addWidget(table_, 1);
  layout->addWidget(buttons);
  connect(new QShortcut(QKeySequence::Copy, this), &QShortcut::activated, this, &CursorTable::copy);
  connect(&board_, &BoardController::cursorsChanged, this, &CursorTable::fill);
  fill();
  const int needed = table_->horizontalHeader()->length() +
                     style()->pixelMetric(QStyle::PM_ScrollBarExtent) + 4 * layout->spacing();
  resize(std::clamp(needed + 24, 400, 1100), 360);
}

void CursorTable::fill() {
  times_->setText(board_.cursorText());
  const std::vector<CursorRow> rows = cursorRows(board_);
  table_->setRowCount(static_cast<int>(rows.size()));
  for (int k = 0; k < table_->rowCount(); ++k) {
    const CursorRow& row = rows[static_cast<std::size_t>(k)];
    int column = 0;
    for (const QString& text : {row.plot, row.curve, row.variant}) {
      table_->setItem(k, column++, new QTableWidgetItem(text));
    }
    for (const double value : row.values) {
      const QString text = std::isnan(value) ? QString() : numberText(value, kTableDigits);
      auto* item = new QTableWidgetItem(text);
      item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      table_->setItem(k, column++, item);
    }
  }
  table_->resizeColumnsToContents();
}

QString CursorTable::text() const {
  QStringList lines = {board_.cursorText(), headers().join('\t')};
  for (const CursorRow& row : cursorRows(board_)) {
    QStringList cells = {row.plot, row.curve, row.variant};
    for (const double value : row.values) {
      cells << (std::isnan(value) ? QString() : QString::number(value, 'g', 17));
    }
    lines << cells.join('\t');
  }
  return lines.join('\n') + '\n';
}

void CursorTable::copy() { QGuiApplication::clipboard()->setText(text()); }

void showCursorTable(BoardController& board) {
  if (!board.cursors().first && !board.cursors().second) return;
  auto* table = board.widget().findChild<CursorTable*>(QString(), Qt::FindDirectChildrenOnly);
  if (table == nullptr) {
    table = new CursorTable(board, &board.widget());
    table->setAttribute(Qt::WA_DeleteOnClose);
  }
  table->show();
  table->raise();
  table->activateWindow();
}

}  // namespace vle::ui
