// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/number_table.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include "inspector/number_entry.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr int kMostRows = 7;     // shown at once
constexpr int kNarrowest = 64;   // of a column, pixels
constexpr qsizetype kShort = 7;  // letters a cell has room for; longer numbers are rounded there
constexpr int kCellMargin = 4;

/// A number, and the live one beside it in the dim colour.
class NumberDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const QVariant live = index.data(NumberTableModel::kLiveRole);
    if (!live.isValid()) return QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString number = cell.text;
    cell.text.clear();
    const QStyle* style = cell.widget != nullptr ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    const bool is_list = index.model()->columnCount() == 1;
    QRect above = cell.rect.adjusted(kCellMargin, 0, -kCellMargin, 0);
    QRect below = above;
    if (is_list) {
      above.setWidth(above.width() / 2 - kCellMargin);
      below.setLeft(above.right() + 2 * kCellMargin);
    } else {
      above.setHeight(above.height() / 2);
      below.setTop(above.bottom());
    }
    const bool is_selected = cell.state.testFlag(QStyle::State_Selected);
    const auto text = is_selected ? QPalette::HighlightedText : QPalette::Text;
    const auto draw = [&](const QRect& place, Qt::Alignment side, const QString& words) {
      painter->drawText(place, int(side | Qt::AlignVCenter),
                        cell.fontMetrics.elidedText(words, Qt::ElideRight, place.width()));
    };
    painter->save();
    painter->setFont(cell.font);
    painter->setPen(cell.palette.color(text));
    draw(above, Qt::AlignRight, number);
    if (!is_selected) painter->setPen(cell.palette.color(QPalette::PlaceholderText));
    draw(below, is_list ? Qt::AlignLeft : Qt::AlignRight,
         is_list ? NumberTable::tr("live ") + live.toString() : live.toString());
    painter->restore();
  }
};

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
  if (!same_shape) {
    live_.clear();
    has_live_ = false;
    return endResetModel();
  }
  if (!rows_.empty() && !columns_.empty()) {  // a cell being typed into stays open
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
  }
}

void NumberTableModel::showLive(std::vector<float> live) {
  live_ = std::move(live);
  has_live_ = !live_.empty() && live_.size() == rows_.size() * columns_.size();
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
  if (role == kLiveRole && has_live_) {
    return numberText(static_cast<double>(live_[row * columns_.size() + column]), 3);
  }
  if (role == kLiveRole) return {};
  if (role == Qt::TextAlignmentRole) return int{Qt::AlignRight | Qt::AlignVCenter};
  if (role != Qt::DisplayRole && role != Qt::EditRole && role != Qt::ToolTipRole &&
      role != Qt::AccessibleTextRole) {
    return {};
  }
  const QString text = fieldText(columns_[column].info, rows_[row][column]);
  if (role == Qt::DisplayRole) {
    const bool fits = text.size() <= kShort || !std::isfinite(rows_[row][column]);
    return fits ? text : numberText(rows_[row][column], 3);
  }
  if (!has_live_ || role == Qt::EditRole) return text;
  return tr("%1, live %2").arg(text, data(index, kLiveRole).toString());
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
  setItemDelegate(new NumberDelegate(this));
  horizontalHeader()->setMinimumSectionSize(kNarrowest);
  horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  horizontalHeader()->setHighlightSections(false);
  verticalHeader()->setHighlightSections(false);
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  measure();
  connect(model_, &QAbstractItemModel::modelReset, this, &NumberTable::measure);
}

void NumberTable::measure() {
  const int lines = model_->hasLive() && model_->columnCount() > 1 ? 2 : 1;
  const int height = lines * fontMetrics().height() + 8;
  if (verticalHeader()->defaultSectionSize() != height) {
    verticalHeader()->setDefaultSectionSize(height);
  }
  updateGeometry();
}

void NumberTable::showLive(std::vector<float> live) {
  const bool had = model_->hasLive();
  model_->showLive(std::move(live));
  if (model_->hasLive() != had) measure();
  if (had || model_->hasLive()) viewport()->update();
}

void NumberTable::changeEvent(QEvent* event) {
  QTableView::changeEvent(event);
  if (event->type() == QEvent::FontChange) measure();
}

QSize NumberTable::sizeHint() const {
  const int rows = std::clamp(model_->rowCount(), 1, kMostRows);
  const int scroll_bar = kNarrowest * model_->columnCount() > width() - 40 ? 12 : 0;
  return {200, horizontalHeader()->sizeHint().height() +
                   rows * verticalHeader()->defaultSectionSize() + 2 * frameWidth() + scroll_bar};
}

}  // namespace vle::ui
