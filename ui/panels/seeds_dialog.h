// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// "Run over N seeds": how many, progress, the table, CSV. The runs go on while the window is shut.
// GUI thread.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>

#include "lab/lab.h"

namespace vle::ui {

class SeedsDialog : public QDialog {
  Q_OBJECT

 public:
  explicit SeedsDialog(Lab& lab, QWidget* parent = nullptr);

  /// Writes what there is.
  /// @returns a sentence if that went wrong, else an empty text
  [[nodiscard]] QString saveCsv(const QString& path) const;

 private:
  void startOrCancel();
  void refresh();
  void fillTable();
  void exportCsv();

  Lab& lab_;
  QSpinBox* first_;
  QSpinBox* count_;
  QPushButton* start_;
  QPushButton* export_;
  QProgressBar* progress_;
  QLabel* remark_;
  QTableWidget* table_;
};

}  // namespace vle::ui
