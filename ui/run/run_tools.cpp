// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_tools.h"

#include "run/until_dialog.h"

namespace vle::ui {

/// Opens a window that stays beside the main one, or brings it to the front.
template <class Tool, class Make>
void RunTools::open(QPointer<Tool>& tool, Make make) {
  if (tool.isNull()) tool = make();
  tool->show();
  tool->raise();
  tool->activateWindow();
}

namespace {

constexpr QPoint kBesideCanvas(60, 80);

}  // namespace

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
  connect(actions[ActionId::Seeds], &QAction::triggered, this, [this, &lab, window] {
    open(seeds_, [&] {
      auto* dialog = new SeedsDialog(lab, window);
      // Over the canvas: the loss plot below is where the band grows.
      dialog->move(window->mapToGlobal(kBesideCanvas));
      return dialog;
    });
  });
  watchSeeds(document, lab);
  connect(actions[ActionId::KeepRun], &QAction::triggered, &lab, &Lab::keepRun);
  QAction* release = actions[ActionId::ReleaseAll];
  connect(release, &QAction::triggered, &lab.control(), &RunControl::unpokeAll);
  const auto follow = [release, &lab] { release->setEnabled(!lab.control().pokes().empty()); };
  connect(&lab.control(), &RunControl::pokesChanged, this, follow);
  follow();
}

/// Results of an earlier network are none of this one; the end is told where nobody looks.
void RunTools::watchSeeds(Document& document, Lab& lab) {
  SeedRuns* seeds = &lab.seeds();
  connect(&document, &Document::changed, seeds,
          [seeds, &document] { seeds->compare(document.project()); });
  connect(seeds, &SeedRuns::finished, this, [this, seeds, &lab] {
    if (!seeds_.isNull() && seeds_->isVisible()) return;
    if (!seeds->error().empty()) {
      emit lab.notice(
          tr("The runs over seeds stopped: %1").arg(QString::fromStdString(seeds->error())));
    } else if (seeds->runsAsked() > 0 && seeds->runs().size() == seeds->runsAsked()) {
      emit lab.notice(
          tr("All %1 seed runs are done. Press M to see them.").arg(seeds->runs().size()));
    }
  });
}

}  // namespace vle::ui
