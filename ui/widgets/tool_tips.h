// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tooltips that are no wider than one reads: Qt wraps only rich text. GUI thread.
#pragma once

class QApplication;

namespace vle::ui {

/// Wraps the tooltips of all widgets and lists of a program; again does nothing.
void wrapToolTips(QApplication& application);

}  // namespace vle::ui
