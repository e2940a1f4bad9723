// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// "Run over N seeds": how many, how long, on how many cores; progress, the table, CSV. The runs go
// on while the window is shut. GUI thread.
#pragma once

#include <optional>

#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>

#include "session/lab.h"

namespace vle::ui {

class SeedsDialog : public QDialog {
  Q_OBJECT

 public:
  explicit SeedsDialog(Lab& lab, QWidget* parent = nullptr);

  /// Writes what there is.
  /// @returns a sentence if that went wrong, else an empty text
  [[nodiscard]] QString saveCsv(const QString& path) const;

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void startOrCancel();
  void refresh();
  [[nodiscard]] QString remark() const;
  void fillTable();
  void exportCsv();

  Lab& lab_;
  QSpinBox* first_;
  QSpinBox* count_;
  QDoubleSpinBox* duration_;  ///< s
  QSpinBox* cores_;
  QPushButton* start_;
  QPushButton* clear_;
  QPushButton* export_;
  QProgressBar* progress_;
  QLabel* remark_;
  QTableWidget* table_;
  double offered_ = 0;           ///< duration of the project, ms, as offered last
  std::optional<QPoint> place_;  ///< where it stood when it was closed
};

}  // namespace vle::ui
