// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/number_table.h"

#include <algorithm>

#include <QHeaderView>

#include "inspector/number_entry.h"

namespace vle::ui {

namespace {

constexpr int kMostRows = 7;  // shown at once

}  // namespace

void NumberTableModel::show(std::vector<Column> columns, std::vector<std::vector<double>> rows,
                            QStringList row_titles) {
  const bool same_shape = columns.size() == columns_.size() && rows.size() == rows_.size() &&
                          row_titles == row_titles_ &&
                          std::ranges::equal(columns, columns_, {}, &Column::title, &Column::title);
  if (!same_shape) beginResetModel();
  columns_ = std::move(columns);
  rows_ = std::move(rows);
  row_titles_ = std::move(row_titles);
  if (!same_shape) return endResetModel();
  if (!rows_.empty() && !columns_.empty()) {  // a cell being typed into stays open
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
  }
}

int NumberTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int NumberTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant NumberTableModel::data(const QModelIndex& index, int role) const {
  const auto row = static_cast<std::size_t>(index.row());
  const auto column = static_cast<std::size_t>(index.column());
  if (role == Qt::TextAlignmentRole) return int{Qt::AlignRight | Qt::AlignVCenter};
  if (role != Qt::DisplayRole && role != Qt::EditRole && role != Qt::ToolTipRole) return {};
  return fieldText(columns_[column].info, rows_[row][column]);
}

QVariant NumberTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole) return {};
  if (orientation == Qt::Horizontal) return columns_[static_cast<std::size_t>(section)].title;
  return row_titles_.isEmpty() ? QString::number(section) : row_titles_.value(section);
}

Qt::ItemFlags NumberTableModel::flags(const QModelIndex& index) const {
  return QAbstractTableModel::flags(index) | Qt::ItemIsEditable;
}

bool NumberTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole) return false;
  double& number =
      rows_[static_cast<std::size_t>(index.row())][static_cast<std::size_t>(index.column())];
  const ParameterInfo& info = columns_[static_cast<std::size_t>(index.column())].info;
  QString sentence;
  const std::optional<double> parsed = parseNumber(info, value.toString(), sentence);
  if (!parsed) {
    emit refused(sentence);
    return false;
  }
  if (*parsed == number) return true;
  number = *parsed;
  emit dataChanged(index, index);
  emit edited();
  return true;
}

NumberTable::NumberTable(QWidget* parent) : QTableView(parent), model_(new NumberTableModel(this)) {
  setModel(model_);
  setTabKeyNavigation(false);
  setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
  setSelectionMode(SingleSelection);
  setHorizontalScrollMode(ScrollPerPixel);
  horizontalHeader()->setMinimumSectionSize(56);
  horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  horizontalHeader()->setHighlightSections(false);
  verticalHeader()->setHighlightSections(false);
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  connect(model_, &QAbstractItemModel::modelReset, this, [this] { updateGeometry(); });
}

QSize NumberTable::sizeHint() const {
  const int rows = std::clamp(model_->rowCount(), 1, kMostRows);
  const int scroll_bar = 56 * model_->columnCount() > width() - 40 ? 12 : 0;
  return {200, horizontalHeader()->sizeHint().height() +
                   rows * verticalHeader()->defaultSectionSize() + 2 * frameWidth() + scroll_bar};
}

}  // namespace vle::ui
