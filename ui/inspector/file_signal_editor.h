// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The CSV file of a signal: which file, what follows its last row, and, in a dialog, how it is read
// and which of its columns drive which channels. Paths are relative to the project where file and
// project can be moved together. GUI thread.
#pragma once

#include <optional>

#include <QLabel>
#include <QPushButton>

#include "drawing/theme.h"
#include "inspector/choice_box.h"
#include "model/project.h"
#include "model/signal_spec.h"

namespace vle::ui {

class FileSignalEditor : public QWidget {
  Q_OBJECT

 public:
  explicit FileSignalEditor(const Theme& theme, QWidget* parent = nullptr);

  /// @param channels  of the node
  /// @param folder    of the project; empty if it is in no file yet
  void setSignal(const FileSignal& signal, std::int64_t channels, const QString& folder,
                 const Settings& settings);
  /// Takes another file: its first columns that are no times, one a channel. A file that cannot
  /// be read is refused with a sentence, and nothing changes.
  void setFile(const QString& path);
  /// Why the file could not be read, a sentence; "" if it was, or none is chosen.
  [[nodiscard]] const QString& problem() const { return problem_; }

 signals:
  /// It may have another number of columns than the node has channels: the node follows.
  void edited(const vle::SignalSpec& signal);
  void refused(const QString& sentence);

 private:
  void choose();
  void readAgain();
  /// Opens the dialog in which columns are chosen.
  void chooseColumns(FileSignal signal, const std::string& file);
  /// The first columns of a file that are no times, one a channel.
  [[nodiscard]] std::optional<FileSignal> firstColumns(const QString& path);
  /// Reads the columns of a file and hands the signal on.
  void take(FileSignal signal, const std::string& file);
  void show();
  /// The file as the project would name it now.
  [[nodiscard]] QString shownPath() const;

  const Theme& theme_;
  FileSignal signal_;
  Settings settings_;
  std::int64_t channels_ = 1;
  QString folder_;
  QString problem_;
  QPushButton* choose_;
  QPushButton* again_;
  QLabel* path_;
  QLabel* extent_;
  QPushButton* columns_;
  ChoiceBox* unit_;  ///< of the times, where the file has them
  ChoiceBox* end_;
};

}  // namespace vle::ui
