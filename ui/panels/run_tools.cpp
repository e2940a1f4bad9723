// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/run_tools.h"

#include "panels/until_dialog.h"

namespace vle::ui {

/// Opens a window that stays beside the main one, or brings it to the front.
template <class Tool, class Make>
void RunTools::open(QPointer<Tool>& tool, Make make) {
  if (tool.isNull()) tool = make();
  tool->show();
  tool->raise();
  tool->activateWindow();
}

RunTools::RunTools(Document& document, Lab& lab, const Actions& actions, const Theme& theme,
                   QWidget* window)
    : QObject(window) {
  connect(actions[ActionId::RunUntil], &QAction::triggered, this, [&lab, window] {
    UntilDialog dialog(lab, window);
    dialog.exec();
  });
  connect(actions[ActionId::DrawInput], &QAction::triggered, this,
          [this, &document, &lab, &theme, window] {
            open(pad_, [&] { return new LivePad(document, lab, theme, window); });
          });
  connect(actions[ActionId::Seeds], &QAction::triggered, this,
          [this, &lab, window] { open(seeds_, [&] { return new SeedsDialog(lab, window); }); });
  connect(actions[ActionId::KeepRun], &QAction::triggered, &lab, &Lab::keepRun);
  QAction* release = actions[ActionId::ReleaseAll];
  connect(release, &QAction::triggered, &lab, &Lab::unpokeAll);
  const auto follow = [release, &lab] { release->setEnabled(!lab.pokes().empty()); };
  connect(&lab, &Lab::pokesChanged, this, follow);
  follow();
}

}  // namespace vle::ui
