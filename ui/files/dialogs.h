// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the program asks when it opens and saves, with dialogs over its window. Used by the main
// window. GUI thread.
#pragma once

#include "files/questions.h"

class QWidget;

namespace vle::ui {

/// Asks with dialogs over a window.
[[nodiscard]] Questions dialogs(QWidget* window);

}  // namespace vle::ui
