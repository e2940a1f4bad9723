// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Asks for a file with the dialog of the desktop or, where it has none, with Qt's in a size in
// which nothing is cut. Used by Files and the inspector. GUI thread.
#pragma once

#include <QString>

class QWidget;

namespace vle::ui {

struct FileQuestion {
  QString title;
  QString start;        ///< a folder, or a file that is suggested
  QString filter;       ///< "Tables (*.csv);;All files (*)"
  bool saves = false;   ///< the file need not exist; one that does is asked about
  QString suffix = {};  ///< added to a name without one
};

/// @returns the path chosen; "" for none
[[nodiscard]] QString chooseFile(QWidget* parent, const FileQuestion& question);

}  // namespace vle::ui
