// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The windows that control a run from beside it, behind their actions: a condition to run until,
// drawing the input, seeds, releasing neurons, keeping the run. GUI thread.
#pragma once

#include <QObject>
#include <QPointer>

#include "run/live_pad.h"
#include "run/seeds_dialog.h"
#include "widgets/actions.h"

namespace vle::ui {

class RunTools : public QObject {
  Q_OBJECT

 public:
  /// @param window  they open over; becomes the parent
  RunTools(Document& document, Lab& lab, const Actions& actions, const Theme& theme,
           QWidget* window);

 private:
  void watchSeeds(Document& document, Lab& lab);
  template <class Tool, class Make>
  void open(QPointer<Tool>& tool, Make make);

  QPointer<LivePad> pad_;
  QPointer<SeedsDialog> seeds_;
};

}  // namespace vle::ui
