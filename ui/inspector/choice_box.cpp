// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/choice_box.h"

#include <QSignalBlocker>
#include <QWheelEvent>

namespace vle::ui {

ChoiceBox::ChoiceBox(QWidget* parent) : QComboBox(parent) {
  setPlaceholderText(tr("varies"));
  setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  setMinimumContentsLength(8);
  setFocusPolicy(Qt::StrongFocus);
  connect(this, &QComboBox::activated, this, &ChoiceBox::chosen);
}

void ChoiceBox::setChoice(int index) {
  const QSignalBlocker quiet(this);
  setCurrentIndex(index);
}

void ChoiceBox::wheelEvent(QWheelEvent* event) { event->ignore(); }

}  // namespace vle::ui
