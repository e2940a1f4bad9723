// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a table in a file becomes a signal: what is recognised in it, and can be said otherwise, its
// first rows, which column drives which channel and how it is scaled, and the curves that come of
// it. GUI thread.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

#include "drawing/theme.h"
#include "inspector/signal_preview.h"
#include "io/csv_table.h"
#include "model/signal_spec.h"

namespace vle::ui {

class TableDialog : public QDialog {
  Q_OBJECT

 public:
  /// @param signal    its reading is what the dialog begins with
  /// @param file      absolute path of the table
  /// @param settings  of the run, for the curves
  TableDialog(FileSignal signal, std::string file, const Settings& settings, const Theme& theme,
              QWidget* parent = nullptr);

  /// As chosen, with its table; as many channels as rows of the list.
  [[nodiscard]] const FileSignal& signal() const { return signal_; }

 private:
  struct Channel {
    std::string column;
    double gain = 1;
    double offset = 0;
    bool zscore = false;
  };
  void look();
  void fillRecognised();
  void fillPreview();
  void fillChannels();
  void readReading();
  void changeCell(int row, int column);
  void move(int by);
  void tryReading();

  FileSignal signal_;
  std::string file_;
  Settings settings_;
  TableLook look_;
  std::vector<Channel> channels_;
  bool is_filling_ = false;
  QComboBox* separator_;
  QComboBox* decimal_;
  QComboBox* header_;
  QComboBox* time_;
  QComboBox* unit_;
  QComboBox* between_;
  QTableWidget* preview_;
  QTableWidget* list_;
  QPushButton* add_;
  QPushButton* remove_;
  QPushButton* up_;
  QPushButton* down_;
  SignalPreview* curves_;
  QLabel* sentence_;
  QPushButton* accept_;
};

}  // namespace vle::ui
