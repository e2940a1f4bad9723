// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/card.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace vle::ui {

Card::Card(const QString& title, QWidget* content, QWidget* parent)
    : QFrame(parent), remark_(new QLabel(this)) {
  setProperty("role", "card");
  auto* name = new QLabel(title, this);
  name->setProperty("role", "title");
  remark_->setProperty("role", "dim");
  header_ = new QHBoxLayout;
  header_->setContentsMargins(12, 8, 12, 0);
  header_->setSpacing(12);
  header_->addWidget(name);
  header_->addWidget(remark_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(1, 0, 1, 4);
  layout->setSpacing(4);
  layout->addLayout(header_);
  layout->addWidget(content, 1);
  setAccessibleName(title);
}

void Card::setTools(QWidget* tools) {
  header_->setContentsMargins(12, 4, 8, 0);
  header_->addWidget(tools);
}

void Card::setRemark(const QString& remark) {
  if (remark_->text() != remark) remark_->setText(remark);
}

}  // namespace vle::ui
