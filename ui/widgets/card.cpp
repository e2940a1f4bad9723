// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/card.h"

#include <iterator>

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTabBar>
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

TabbedCard::TabbedCard(const QString& name, QWidget* parent)
    : QFrame(parent),
      tabs_(new QTabBar(this)),
      remark_(new QLabel(this)),
      header_(new QHBoxLayout),
      stack_(new QStackedWidget(this)) {
  setProperty("role", "card");
  setAccessibleName(name);
  tabs_->setAccessibleName(name);
  tabs_->setProperty("role", "title");
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  tabs_->setUsesScrollButtons(false);
  remark_->setObjectName(QStringLiteral("card.remark"));
  remark_->setProperty("role", "dim");
  remark_->setMinimumWidth(1);  // it may be cut, and never makes the window wider
  header_->setContentsMargins(4, 4, 8, 0);
  header_->setSpacing(12);
  header_->addWidget(tabs_);
  header_->addWidget(remark_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(1, 0, 1, 4);
  layout->setSpacing(4);
  layout->addLayout(header_);
  layout->addWidget(stack_, 1);
  connect(tabs_, &QTabBar::currentChanged, this, [this](int page) {
    show(page);
    emit currentChanged(page);
  });
}

int TabbedCard::addPage(const QString& title, QWidget* content, QWidget* tools) {
  pages_.push_back({tools, {}});
  stack_->addWidget(content);
  if (tools != nullptr) header_->addWidget(tools);
  const int page = tabs_->addTab(title);
  show(tabs_->currentIndex());
  return page;
}

void TabbedCard::setCurrent(int page) { tabs_->setCurrentIndex(page); }

int TabbedCard::current() const { return tabs_->currentIndex(); }

void TabbedCard::setPageVisible(int page, bool is_visible) {
  if (!is_visible && page == current()) setCurrent(0);
  tabs_->setTabVisible(page, is_visible);
  tabs_->updateGeometry();  // it does not say so itself
}

void TabbedCard::setRemark(int page, const QString& remark) {
  pages_.at(static_cast<std::size_t>(page)).remark = remark;
  if (page == current()) say(remark);
}

void TabbedCard::say(const QString& remark) {
  if (remark_->text() != remark) remark_->setText(remark);
}

void TabbedCard::show(int page) {
  if (page < 0 || page >= std::ssize(pages_)) return;
  for (int k = 0; k < std::ssize(pages_); ++k) {
    QWidget* tools = pages_[static_cast<std::size_t>(k)].tools;
    if (tools != nullptr) tools->setVisible(k == page);
    // Tools that want all the room there is leave the remark what it needs.
    const bool wants_room =
        tools != nullptr && (tools->sizePolicy().expandingDirections() & Qt::Horizontal) != 0;
    if (tools != nullptr) header_->setStretchFactor(tools, wants_room ? 1 : 0);
    if (k == page) header_->setStretchFactor(remark_, wants_room ? 0 : 1);
  }
  say(pages_[static_cast<std::size_t>(page)].remark);
  stack_->setCurrentIndex(page);
}

}  // namespace vle::ui
