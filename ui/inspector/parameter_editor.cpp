// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/parameter_editor.h"

namespace vle::ui {

void orderBehind(QWidget* before, QWidget* container) {
  for (QWidget* field : container->findChildren<QWidget*>()) {
    const bool takes_tab = (field->focusPolicy() & Qt::TabFocus) != 0;
    // A list box has a window of its own for what it offers.
    if (!takes_tab || field->focusProxy() != nullptr || field->window() != before->window()) {
      continue;
    }
    QWidget::setTabOrder(before, field);
    before = field;
  }
}

QVBoxLayout* rowsOf(QWidget* editor) {
  auto* layout = new QVBoxLayout(editor);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  return layout;
}

}  // namespace vle::ui
