// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The CSV file of a signal: which file, which of its columns, and what follows its last row. Paths
// are relative to the project where file and project can be moved together. GUI thread.
#pragma once

#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include "inspector/choice_box.h"
#include "model/signal_spec.h"

namespace vle::ui {

class FileSignalEditor : public QWidget {
  Q_OBJECT

 public:
  explicit FileSignalEditor(QWidget* parent = nullptr);

  /// @param channels  of the node
  /// @param folder    of the project; empty if it is in no file yet
  void setSignal(const FileSignal& signal, std::int64_t channels, const QString& folder);
  /// Takes another file: its first columns that are no times, one a channel. A file that cannot
  /// be read is refused with a sentence, and nothing changes.
  void setFile(const QString& path);
  /// Why the file could not be read, a sentence; "" if it was, or none is chosen.
  [[nodiscard]] const QString& problem() const { return problem_; }

 signals:
  void edited(const vle::SignalSpec& signal);
  void refused(const QString& sentence);

 private:
  void choose();
  void readAgain();
  void editColumns();
  /// Reads the columns of a file and hands the signal on.
  void take(FileSignal signal, const std::string& file);
  void show();
  void showColumns();
  /// The file as the project would name it now.
  [[nodiscard]] QString shownPath() const;

  FileSignal signal_;
  std::int64_t channels_ = 1;
  QString folder_;
  QString problem_;
  std::string listed_;  ///< the file whose columns are in the list
  QPushButton* choose_;
  QPushButton* again_;
  QLabel* path_;
  QLabel* extent_;
  QListWidget* columns_;
  ChoiceBox* unit_;  ///< of the times, where the file has them
  ChoiceBox* end_;
};

}  // namespace vle::ui
