// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// All values at the two cursors: one row a curve and variant, to be read and copied. Stands
// beside the plots and follows the cursors. GUI thread.
#pragma once

#include <QDialog>

class QLabel;
class QTableWidget;

namespace vle::ui {

class BoardController;

class CursorTable : public QDialog {
  Q_OBJECT

 public:
  explicit CursorTable(BoardController& board, QWidget* parent = nullptr);

  /// The times and the table, cells separated by tabs; numbers with all their digits.
  [[nodiscard]] QString text() const;

 public slots:
  /// Puts the text on the clipboard.
  void copy();

 private:
  void fill();

  BoardController& board_;
  QLabel* times_;
  QTableWidget* table_;
};

/// Shows the table of a board, which has one at most; nothing happens without cursors.
void showCursorTable(BoardController& board);

}  // namespace vle::ui
