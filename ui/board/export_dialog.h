// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Saving the board, or one plot, as a picture or as data: asks for what and where. GUI thread.
#pragma once

#include <optional>

#include <QComboBox>
#include <QDialog>
#include <QLabel>

#include "board/board_export.h"

namespace vle::ui {

class BoardController;

/// What a person may choose.
struct ExportChoice {
  enum class What { Picture, Data };
  enum class Size { Screen, OneColumn, TwoColumns };
  What what = What::Picture;
  Size size = Size::OneColumn;
  std::optional<std::size_t> plot = {};  ///< nothing: the board
  bool is_everything = false;            ///< of data: the whole run, not what is seen
  std::size_t most_rows = 0;             ///< of data; 0: all that were recorded
};

/// Saves what a board shows now. Pictures are drawn in the light theme, as paper is.
/// @param file  .png, .svg or .pdf of a picture, .csv of data
/// @throws Error(File) if the file cannot be written
void saveExport(const BoardController& board, const ExportChoice& choice, const QString& file);

class ExportDialog : public QDialog {
  Q_OBJECT

 public:
  ExportDialog(const BoardController& board, std::optional<std::size_t> plot,
               QWidget* parent = nullptr);
  [[nodiscard]] ExportChoice choice() const;

 private:
  void showSize();

  const BoardController& board_;
  QComboBox* what_;
  QComboBox* of_;
  QComboBox* rows_;
  QLabel* size_;
};

/// Asks what, then where, then saves; a failure is one sentence.
void exportBoard(BoardController& board, std::optional<std::size_t> plot);

}  // namespace vle::ui
