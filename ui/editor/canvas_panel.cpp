// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/canvas_panel.h"

#include <QContextMenuEvent>
#include <QDrag>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QMenu>

#include "editor/watching.h"
#include "session/probe_mime.h"
#include "widgets/poke_menu.h"

namespace vle::ui {

CanvasPanel::CanvasPanel(Document& document, Lab& lab, Focus& focus, Actions& actions,
                         const Theme& theme, QWidget* parent)
    : QWidget(parent),
      document_(document),
      lab_(lab),
      actions_(actions),
      credit_(lab),
      scene_(new GraphScene(document, lab, focus, theme, this)),
      view_(new GraphView(*scene_, theme, this)),
      editor_(new CanvasEditor(document, *scene_, *view_, theme, this)),
      commands_(new CanvasCommands(document, *scene_, *view_, *editor_, actions, this)),
      palette_(new PaletteStrip(theme, this)),
      minimap_(new Minimap(*scene_, *view_, theme)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(palette_);
  layout->addWidget(view_, 1);
  setTabOrder(palette_, view_);
  scene_->setCredit(&credit_);
  view_->setAcceptDrops(true);
  view_->viewport()->installEventFilter(this);
  connect(palette_, &PaletteStrip::wanted, this, [this](const Creation& creation) {
    const QString why =
        commands_->create(creation, view_->mapToScene(view_->viewport()->rect().center()));
    if (!why.isEmpty()) editor_->hint().say(why);
  });
  connect(view_, &GraphView::spaceTapped, actions[ActionId::Play], &QAction::trigger);
  connect(actions[ActionId::FitNetwork], &QAction::triggered, view_, &GraphView::zoomToFit);
  connect(editor_, &CanvasEditor::watchDragged, this, &CanvasPanel::dragProbe);
  connect(editor_, &CanvasEditor::inspectRequested, this, &CanvasPanel::inspectRequested);
}

void CanvasPanel::themeChanged() {
  scene_->themeChanged();
  palette_->themeChanged();
  view_->viewport()->update();
}

void CanvasPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  credit_.setActive(true);
}

void CanvasPanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  credit_.setActive(false);
}

bool CanvasPanel::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::Drop: {
      // What is not ours goes on to the window: a file, perhaps.
      auto* drop = static_cast<QDropEvent*>(event);
      const auto creation = creationIn(drop->mimeData());
      drop->setAccepted(creation.has_value());
      if (!creation) return true;
      drop->setDropAction(Qt::CopyAction);
      if (event->type() != QEvent::Drop) return true;
      const QPoint at = drop->position().toPoint();
      const QString why = commands_->create(*creation, view_->mapToScene(at));
      if (!why.isEmpty()) editor_->hint().say(why, at);
      view_->setFocus(Qt::OtherFocusReason);
      return true;
    }
    case QEvent::ContextMenu: {
      const auto* request = static_cast<QContextMenuEvent*>(event);
      const bool is_key = request->reason() == QContextMenuEvent::Keyboard;
      showMenu(is_key ? view_->viewport()->mapToGlobal(view_->mapFromScene(scene_->standpoint()))
                      : request->globalPos());
      return true;
    }
    default:
      return QWidget::eventFilter(watched, event);
  }
}

void CanvasPanel::dragProbe(QPointF point) {
  const Watched watched = watchedAt(*scene_, document_.project(), point);
  if (watched.probe.empty()) return;
  probeDrag(watched.probe, *view_)->exec(Qt::CopyAction);
}

/// What concerns the run: watching and poking.
void CanvasPanel::addLiveEntries(QMenu& menu, QPointF point) {
  const Watched watched = watchedAt(*scene_, document_.project(), point);
  const auto& network = lab_.live().network();
  if (watched.owner.empty() || network == nullptr) return;
  const QString title = QString(watched.title).replace(QLatin1Char('&'), QStringLiteral("&&"));
  QMenu* plots = menu.addMenu(tr("Plot of %1").arg(title));
  plots->menuAction()->setObjectName(QStringLiteral("canvas.plot"));
  fillVariableMenu(*plots, *network, watched,
                   [this](const QString& probe) { emit plotRequested(probe); });
  if (const auto neuron = scene_->neuronAt(point)) {
    QMenu* poke = menu.addMenu(tr("Poke %1").arg(title));
    poke->menuAction()->setObjectName(QStringLiteral("canvas.poke"));
    fillPokeMenu(*poke, lab_, neuron->node, neuron->index);
  }
  if (!lab_.control().pokes().empty()) {
    QMenu* poked = menu.addMenu(tr("Poked neurons"));
    poked->menuAction()->setObjectName(QStringLiteral("canvas.poked"));
    fillPokedMenu(*poked, lab_);
  }
  menu.addSeparator();
}

void CanvasPanel::showMenu(QPoint at) {
  using Id = ActionId;
  const QPointF point = view_->mapToScene(view_->viewport()->mapFromGlobal(at));
  if (const auto id = scene_->nodeAt(point)) {
    if (!scene_->focus().selection().nodes.contains(*id)) scene_->selectOne(*id);
  } else if (const Selection wire = scene_->wireAt(point); !wire.empty()) {
    scene_->focus().select(wire);
  }
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  addLiveEntries(*menu, point);
  for (const Id id :
       {Id::Create, Id::Connect, Id::Rename, Id::Count, Id::Cut, Id::Copy, Id::Paste, Id::Duplicate,
        Id::Delete, Id::Count, Id::FocusMode, Id::FitSelection, Id::FitNetwork, Id::AutoLayout}) {
    if (id == Id::Count)
      menu->addSeparator();
    else
      menu->addAction(actions_[id]);
  }
  menu->popup(at);
}

}  // namespace vle::ui
