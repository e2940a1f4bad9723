// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A part of the inspector with a title that folds it. GUI thread.
#pragma once

#include <QToolButton>
#include <QVBoxLayout>

namespace vle::ui {

class Section : public QWidget {
  Q_OBJECT

 public:
  Section(const QString& title, bool is_open, QWidget* parent);

  void addWidget(QWidget* widget) { rows_->addWidget(widget); }
  void setOpen(bool open);
  [[nodiscard]] bool isOpen() const { return title_->isChecked(); }
  [[nodiscard]] QToolButton& title() const { return *title_; }

 signals:
  void toggled(bool open);

 private:
  QToolButton* title_;
  QWidget* body_;
  QVBoxLayout* rows_;
};

}  // namespace vle::ui
