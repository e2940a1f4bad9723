// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/section.h"

namespace vle::ui {

Section::Section(const QString& title, bool is_open, QWidget* parent)
    : QWidget(parent), title_(new QToolButton(this)), body_(new QWidget(this)) {
  title_->setText(title);
  title_->setCheckable(true);
  title_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  title_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  title_->setFocusPolicy(Qt::StrongFocus);
  title_->setProperty("role", "section");
  title_->setAccessibleName(title);
  title_->setToolTip(tr("Folds and unfolds"));
  rows_ = new QVBoxLayout(body_);
  rows_->setContentsMargins(0, 4, 0, 4);
  rows_->setSpacing(10);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(title_);
  layout->addWidget(body_);
  connect(title_, &QToolButton::clicked, this, [this](bool open) {
    setOpen(open);
    emit toggled(open);
  });
  setOpen(is_open);
}

void Section::setOpen(bool open) {
  title_->setChecked(open);
  title_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
  title_->setAccessibleDescription(open ? tr("unfolded") : tr("folded"));
  body_->setVisible(open);
}

}  // namespace vle::ui
