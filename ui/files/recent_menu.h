// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The menu of recent files; those that are gone are grey. Used by the main window. GUI thread.
#pragma once

#include <QMenu>

namespace vle::ui {

class Files;

class RecentMenu : public QMenu {
  Q_OBJECT

 public:
  RecentMenu(Files& files, QWidget* parent = nullptr);

 private:
  void fill();

  Files& files_;
};

}  // namespace vle::ui
