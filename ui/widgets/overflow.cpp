// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/overflow.h"

#include <ranges>
#include <utility>

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
    if (bar_->layout()->minimumSize().width() <= bar_->width()) return;
    widget->hide();
    setVisible(++hidden > unmissed_);
  }
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
