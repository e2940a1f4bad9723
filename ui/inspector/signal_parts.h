// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The parts of a signal that are more than a few numbers: a table of sines, and a CSV file with its
// columns. GUI thread.
#pragma once

#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include "inspector/number_table.h"
#include "inspector/parameter_editor.h"

namespace vle::ui {

/// All sines of a channel, one a row: f, a, phase.
class SinesEditor : public QWidget {
  Q_OBJECT

 public:
  explicit SinesEditor(QWidget* parent = nullptr);

  void setSignal(const SinesSignal& signal);
  [[nodiscard]] NumberTable& table() const { return *table_; }

 signals:
  void edited(const vle::SignalSpec& signal);
  void refused(const QString& sentence);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void show();
  void editTable();
  void addSine();
  void removeSine();
  [[nodiscard]] std::size_t channel() const;

  SinesSignal signal_;
  ChoiceBox* channels_;
  NumberTable* table_;
  QPushButton* remove_;
};

/// Which file, which of its columns, and what follows its last row.
class FileSignalEditor : public QWidget {
  Q_OBJECT

 public:
  explicit FileSignalEditor(QWidget* parent = nullptr);

  void setSignal(const FileSignal& signal, std::int64_t channels);
  /// Takes another file: its first columns that are not `time`, one a channel. A file that cannot
  /// be read is refused with a sentence, and nothing changes.
  void setFile(const QString& path);

 signals:
  void edited(const vle::SignalSpec& signal);
  void refused(const QString& sentence);

 private:
  void choose();
  void editColumns();
  void read(FileSignal signal);
  void show();

  FileSignal signal_;
  std::int64_t channels_ = 1;
  std::string listed_;  ///< the file whose columns are in the list
  QLabel* path_;
  QPushButton* choose_;
  QListWidget* columns_;
  ChoiceBox* end_;
};

}  // namespace vle::ui
