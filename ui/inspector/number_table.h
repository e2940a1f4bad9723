// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A table of numbers: what is typed is checked against the row of its column, refused with a
// sentence or handed on. Initial values have the live ones beside them. Used for values per neuron,
// matrices and sines. GUI thread.
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QTableView>

#include "model/parameters.h"

namespace vle::ui {

class NumberTableModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  struct Column {
    QString title;
    ParameterInfo info;  ///< of the numbers in it
  };
  /// The live number of a cell as text; invalid where there is none.
  static constexpr int kLiveRole = Qt::UserRole + 1;
  using QAbstractTableModel::QAbstractTableModel;

  /// Shows other numbers; nobody is told.
  /// @param rows         all of `columns` numbers
  /// @param row_titles   as many as rows; empty: counted from 0
  void show(std::vector<Column> columns, std::vector<std::vector<double>> rows,
            QStringList row_titles = {});
  [[nodiscard]] const std::vector<std::vector<double>>& rows() const { return rows_; }
  /// Live numbers, row by row; another count than that of the cells means none.
  void showLive(std::vector<float> live);
  [[nodiscard]] bool hasLive() const { return has_live_; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

 signals:
  void edited();
  void refused(const QString& sentence);

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<double>> rows_;
  QStringList row_titles_;
  std::vector<float> live_;
  bool has_live_ = false;
};

/// As high as its rows, up to a limit; Tab leaves it.
class NumberTable : public QTableView {
  Q_OBJECT

 public:
  explicit NumberTable(QWidget* parent = nullptr);
  /// Live numbers beside those to be written: right of them where there is one column, else below.
  void showLive(std::vector<float> live);
  [[nodiscard]] NumberTableModel& numbers() { return *model_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void measure();

  NumberTableModel* model_;
};

}  // namespace vle::ui
