// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/gain_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "gradient/microscope_words.h"
#include "plot/title_row.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr std::array kNames = {"dot", "variant", "gain", "expected", "phase", "update", "match"};
constexpr int kCharactersWithNames = 38;  ///< of width, for names beside all numbers
constexpr int kColumns = static_cast<int>(kNames.size());

}  // namespace

GainTable::GainTable(QWidget* parent) : QWidget(parent), grid_(new QGridLayout(this)) {
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setHorizontalSpacing(10);
  grid_->setVerticalSpacing(1);
  grid_->setColumnStretch(1, 1);
}

void GainTable::restyle() {
  for (QLabel* label : findChildren<QLabel*>()) label->setFont(smallFont(font()));
  showNames();
}

void GainTable::resizeEvent(QResizeEvent*) { showNames(); }

/// Names stand beside their dots where there is room for them; the plots of e name them, too.
void GainTable::showNames() {
  const int needed = fontMetrics().averageCharWidth() * kCharactersWithNames;
  for (int row = 1; row < grid_->rowCount(); ++row) {
    if (grid_->itemAtPosition(row, 1) == nullptr) continue;
    cell(row, 1)->setVisible(width() >= needed && !cell(row, 0)->isHidden());
  }
}

QLabel* GainTable::cell(int row, int column) {
  if (QLayoutItem* item = grid_->itemAtPosition(row, column)) {
    return qobject_cast<QLabel*>(item->widget());
  }
  auto* label = new QLabel(this);
  label->setFont(smallFont(font()));
  label->setAlignment((column < 2 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  label->setMinimumWidth(0);
  if (column == 1) label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  if (row == 0) label->setProperty("role", "dim");
  grid_->addWidget(label, row, column);
  return label;
}

void GainTable::setRows(const std::vector<GainRow>& rows) {
  const std::array headers = {QString(),       QString(),   QStringLiteral("|e|/|λ|"),
                              tr("predicted"), tr("phase"), tr("∠ΔW"),
                              QString()};
  const auto set = [this](int row, int column, const QString& text) {
    QLabel* label = cell(row, column);
    if (label->text() != text) label->setText(text);
  };
  for (int c = 0; c < kColumns; ++c) set(0, c, headers[static_cast<std::size_t>(c)]);
  cell(0, kColumns - 2)
      ->setToolTip(tr("Angle between the local and the exact update of the weights into this "
                      "layer"));
  const int count = static_cast<int>(rows.size());
  for (int row = 0; row < std::max(grid_->rowCount(), count + 1); ++row) {
    const bool is_there = row <= count && count > 0;
    if (!is_there && grid_->itemAtPosition(row, 0) == nullptr) continue;
    for (int c = 0; c < kColumns; ++c) cell(row, c)->setVisible(is_there);
    if (!is_there || row == 0) continue;
    const GainRow& one = rows[static_cast<std::size_t>(row - 1)];
    const QString none = QStringLiteral("–");
    set(row, 0, QStringLiteral("<span style='color:%1'>●</span>").arg(one.color.name()));
    set(row, 1, one.label);
    const bool is_seen = one.gain != nullptr && one.gain->reading.seen == Seen::Yes;
    set(row, 2, is_seen ? numberText(one.gain->reading.measured.gain(), 3) : none);
    set(row, 3, is_seen ? predictedText(*one.gain) : none);
    set(row, 4, is_seen ? degreesText(one.gain->reading.measured.phase()) : none);
    set(row, 5, degreesText(one.update));
    set(row, 6, matchText(one.explanation.match));
    for (int c = 0; c < kColumns; ++c) {
      cell(row, c)->setToolTip(tr("%1: %2").arg(one.label, one.explanation.sentence));
      cell(row, c)->setObjectName(QLatin1String(kNames[static_cast<std::size_t>(c)]) +
                                  QLatin1Char('.') + QString::fromStdString(one.name));
    }
  }
  showNames();
}

}  // namespace vle::ui
