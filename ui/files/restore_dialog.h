// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of restore points: when, what, of which file; restore one, discard all, or leave them.
// Used by dialogs.h. GUI thread.
#pragma once

#include <vector>

#include <QDialog>
#include <QTreeWidget>

#include "files/questions.h"

namespace vle::ui {

class RestoreDialog : public QDialog {
  Q_OBJECT

 public:
  /// @param points       newest first
  /// @param after_crash  offers to discard them and says why they are there
  RestoreDialog(const std::vector<RestorePoint>& points, bool after_crash,
                QWidget* parent = nullptr);

  [[nodiscard]] RestoreAnswer answer() const { return answer_; }

 private:
  void finish(RestoreAnswer::Kind kind);

  QTreeWidget* list_;
  RestoreAnswer answer_;
};

}  // namespace vle::ui
