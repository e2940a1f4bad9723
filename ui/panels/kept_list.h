// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The runs that were kept, a row each: shown on the plots or not, settings to be restored, to be
// deleted. Takes no room while there is none. GUI thread.
#pragma once

#include <QVBoxLayout>
#include <QWidget>

#include "lab/lab.h"
#include "theme.h"

namespace vle::ui {

class KeptList : public QWidget {
  Q_OBJECT

 public:
  KeptList(Lab& lab, const Theme& theme, QWidget* parent = nullptr);
  void themeChanged() { fill(); }

 private:
  void fill();

  Lab& lab_;
  const Theme& theme_;
  QVBoxLayout* rows_;
};

}  // namespace vle::ui
