// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The labels of the close-up: rich text that wraps in a narrow column, coloured by what it speaks
// of. GUI thread.
#pragma once

#include <QColor>
#include <QLabel>

namespace vle::ui {

/// @param name  objectName
[[nodiscard]] QLabel* makeLabel(QWidget* parent, const char* name);

/// Colour of the text.
void setColor(QLabel& label, const QColor& color);

}  // namespace vle::ui
