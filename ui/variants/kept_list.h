// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The runs that were kept, a row each: shown on the plots or not, settings to be restored, to be
// deleted. Takes no room while there is none. GUI thread.
#pragma once

#include <utility>
#include <vector>

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "drawing/theme.h"
#include "session/lab.h"

namespace vle::ui {

class KeptList : public QScrollArea {
  Q_OBJECT

 public:
  KeptList(Document& document, Lab& lab, const Theme& theme, QWidget* parent = nullptr);
  void themeChanged() { fill(); }

 private:
  void fill();
  void compare();
  void fit();

  Document& document_;
  Lab& lab_;
  const Theme& theme_;
  QWidget* inner_;
  QVBoxLayout* rows_;
  std::vector<std::pair<std::uint64_t, QLabel*>> differences_;  // by the id of a run
};

}  // namespace vle::ui
