// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the program has to say, for some seconds at the foot of a window. It lies upon the window:
// nothing moves when it comes and goes. GUI thread.
#pragma once

#include <QStatusBar>

#include "session/tempo_timer.h"

namespace vle::ui {

class NoticeBar : public QStatusBar {
  Q_OBJECT

 public:
  explicit NoticeBar(QWidget* window);

  void say(const QString& sentence);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void place();

  TempoTimer ends_;
};

}  // namespace vle::ui
