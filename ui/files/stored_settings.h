// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the program keeps what it remembers from one start to the next. Header only, GUI thread.
#pragma once

#include <QSettings>

namespace vle::ui {

[[nodiscard]] inline QSettings storedSettings() {
  return QSettings(QStringLiteral("VLE Lab"), QStringLiteral("vlelab"));
}

}  // namespace vle::ui
