// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/overflow.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include <QEvent>
#include <QLabel>
#include <QLayout>
#include <QMenu>
#include <QScopedValueRollback>

namespace vle::ui {

Overflow::Overflow(QWidget* bar) : QToolButton(bar), bar_(bar) {
  setText(QStringLiteral("»"));
  setToolTip(tr("What has no room here"));
  setAccessibleName(toolTip());
  setFocusPolicy(Qt::TabFocus);
  setPopupMode(QToolButton::InstantPopup);
  setMenu(new QMenu(this));
  connect(menu(), &QMenu::aboutToShow, this, &Overflow::fill);
  bar_->installEventFilter(this);
}

void Overflow::setSpare(std::vector<QWidget*> spare, std::size_t unmissed) {
  spare_ = std::move(spare);
  unmissed_ = unmissed;
}

void Overflow::fit() {
  // To show a widget lays out the window, which may give the bar another width, and it fits again.
  if (is_fitting_) return;
  const QScopedValueRollback fitting(is_fitting_, true);
  for (QWidget* widget : spare_) widget->show();
  hide();
  std::size_t hidden = 0;
  for (QWidget* widget : spare_) {
    bar_->layout()->invalidate();
    if (bar_->layout()->minimumSize().width() <= bar_->width()) break;
    widget->hide();
    setVisible(++hidden > unmissed_);
  }
  fitted_ = widths();
}

/// Of the bar, and of what each part of it needs; what is hidden for want of room counts.
std::vector<int> Overflow::widths() const {
  std::vector<int> widths = {bar_->width()};
  for (const QWidget* part : bar_->findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
    const bool counts = part != this && (!part->isHidden() || std::ranges::count(spare_, part) > 0);
    widths.push_back(counts ? std::max(part->minimumWidth(), part->minimumSizeHint().width()) : 0);
  }
  return widths;
}

bool Overflow::eventFilter(QObject* watched, QEvent* event) {
  const bool is_other = event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest;
  if (watched == bar_ && is_other && widths() != fitted_) fit();
  return QToolButton::eventFilter(watched, event);
}

/// The actions of a widget; without any, what it says or a click on it.
void Overflow::fill() {
  menu()->clear();
  for (QWidget* widget : spare_ | std::views::reverse) {
    if (!widget->isHidden()) continue;
    const auto* label = qobject_cast<const QLabel*>(widget);
    auto* button = qobject_cast<QAbstractButton*>(widget);
    if (!widget->actions().empty()) {
      menu()->addActions(widget->actions());
    } else if (label != nullptr && label->buddy() == nullptr) {
      menu()->addAction(label->text())->setEnabled(false);
    } else if (button != nullptr) {
      QAction* action = menu()->addAction(button->text());
      action->setEnabled(button->isEnabled());
      action->setCheckable(button->isCheckable());
      action->setChecked(button->isChecked());
      connect(action, &QAction::triggered, button, &QAbstractButton::click);
    }
  }
}

}  // namespace vle::ui
