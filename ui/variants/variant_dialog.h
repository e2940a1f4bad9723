// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a variant changes: parameters by their path, each with a value as files write it, and what
// it leaves out. Says at once what is wrong; what is wrong cannot be accepted. GUI thread.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTableWidget>

#include "model/project.h"

namespace vle::ui {

class VariantDialog : public QDialog {
  Q_OBJECT

 public:
  /// @param project  whose network and variants it must fit
  /// @param variant  to begin with
  VariantDialog(Project project, const Variant& variant, QWidget* parent = nullptr);

  /// As it is now; `set` and `without` may differ from what it began with.
  [[nodiscard]] const Variant& variant() const { return variant_; }

 protected:
  /// Enter takes over a value; it does not close the window.
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void fillTable();
  void fillWithout();
  void choosePath(const QString& path);
  void addOverride();
  void removeOverride();
  void changeValue(int row);
  void check();

  Project project_;
  Variant variant_;
  QTableWidget* table_;
  QComboBox* path_;
  QLineEdit* value_;
  QListWidget* without_;
  QLabel* problem_;
  QPushButton* accept_ = nullptr;
  bool is_filling_ = false;
};

}  // namespace vle::ui
