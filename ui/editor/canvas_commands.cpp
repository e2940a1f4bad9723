// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/canvas_commands.h"

#include <utility>

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QStyle>

#include "drawing/edge_routes.h"
#include "io/fragment_codec.h"
#include "model/auto_layout.h"
#include "model/fragment.h"

namespace vle::ui {

namespace {

constexpr double kBeside = 2 * kGrid;  // from a node to its copy

QString sentence(const Error& error) { return QString::fromStdString(error.message()); }

Position cornerFor(QPointF middle) {
  return {middle.x() - kUsualCard.width / 2, middle.y() - kUsualCard.height / 2};
}

}  // namespace

CanvasCommands::CanvasCommands(Document& document, GraphScene& scene, GraphView& view,
                               CanvasEditor& editor, Actions& actions, QObject* parent)
    : QObject(parent),
      document_(document),
      scene_(scene),
      view_(view),
      editor_(editor),
      actions_(actions),
      prompt_(new CanvasPrompt(&view)) {
  bind(actions);
  connect(&editor_, &CanvasEditor::createRequested, this, &CanvasCommands::askWhatToCreate);
  connect(&editor_, &CanvasEditor::renameRequested, this, &CanvasCommands::rename);
  connect(&scene_.focus(), &Focus::changed, this, &CanvasCommands::updateEnabled);
  connect(&scene_, &GraphScene::focusModeChanged, actions[ActionId::FocusMode],
          &QAction::setChecked);
  connect(&document_, &Document::changed, this, [this](const Change& change) {
    if (change.reload) prompt_->dismiss();
    updateEnabled();
  });
  updateEnabled();
}

void CanvasCommands::bind(Actions& actions) {
  using Id = ActionId;
  const auto on = [&](Id id, auto act) { connect(actions[id], &QAction::triggered, this, act); };
  on(Id::Cut, [this] { cut(); });
  on(Id::Copy, [this] { copy(); });
  on(Id::Paste, [this] { paste(); });
  on(Id::Duplicate, [this] { duplicateSelection(); });
  on(Id::Delete, [this] { erase(); });
  on(Id::SelectAll, [this] { selectAll(); });
  on(Id::Rename, [this] { rename(); });
  on(Id::Find, [this] { find(); });
  on(Id::Create, [this] { askWhatToCreate(view_.mapFromScene(editor_.place())); });
  on(Id::Connect, [this] { editor_.aim(); });
  on(Id::AlignLeft, [this] { align(Alignment::Left); });
  on(Id::AlignRight, [this] { align(Alignment::Right); });
  on(Id::AlignTop, [this] { align(Alignment::Top); });
  on(Id::AlignBottom, [this] { align(Alignment::Bottom); });
  on(Id::CentreHorizontally, [this] { align(Alignment::CentreHorizontally); });
  on(Id::CentreVertically, [this] { align(Alignment::CentreVertically); });
  on(Id::DistributeHorizontally, [this] { distribute(Direction::Horizontal); });
  on(Id::DistributeVertically, [this] { distribute(Direction::Vertical); });
  on(Id::SnapToGrid, [this] {
    document_.push(tr("Snap to the grid"),
                   snapToGrid(document_.project(), scene_.focus().selection().nodes));
  });
  on(Id::AutoLayout, [this] { arrangeAll(); });
  on(Id::FitSelection, [this] { view_.zoomTo(scene_.boundsOf(scene_.focus().selection())); });
  on(Id::FocusMode, [this](bool is_on) { scene_.setFocusMode(is_on); });
  on(Id::CalmCanvas, [this](bool is_on) { scene_.setCalm(is_on); });
  // Whoever wants no animations of the desktop wants none here.
  if (view_.style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0) {
    actions[Id::CalmCanvas]->setChecked(true);
    scene_.setCalm(true);
  }
  // Shortcuts of the canvas work where the keyboard is on it.
  for (const ActionRow& row : actionTable()) {
    if (row.scope == ActionScope::Canvas) view_.addAction(actions[row.id]);
  }
}

void CanvasCommands::updateEnabled() {
  using Id = ActionId;
  const Selection& selection = scene_.focus().selection();
  const std::size_t nodes = selection.nodes.size();
  const auto enable = [this](std::initializer_list<Id> ids, bool on) {
    for (const Id id : ids) actions_[id]->setEnabled(on);
  };
  enable({Id::Cut, Id::Copy, Id::Duplicate, Id::SnapToGrid}, nodes > 0);
  enable({Id::Delete, Id::FitSelection}, !selection.empty());
  enable({Id::Rename}, nodes + selection.projections.size() == 1);
  enable({Id::Connect}, scene_.current().has_value());
  enable({Id::AlignLeft, Id::AlignRight, Id::AlignTop, Id::AlignBottom, Id::CentreHorizontally,
          Id::CentreVertically},
         nodes > 1);
  enable({Id::DistributeHorizontally, Id::DistributeVertically}, nodes > 2);
  const bool has_nodes = !document_.project().network.nodes.empty();
  enable({Id::SelectAll, Id::Find, Id::AutoLayout}, has_nodes);
}

void CanvasCommands::build(const QString& text, const std::function<Built()>& act) {
  try {
    Built built = act();
    view_.takeOver();
    document_.push(text, std::move(built.edits));
    scene_.focus().select(built.made);
    view_.reveal(scene_.boundsOf(built.made));
  } catch (const Error& error) {
    editor_.hint().say(sentence(error));
  }
}

// --- Creating ------------------------------------------------------------------------------------

QString CanvasCommands::create(const Creation& creation, QPointF middle,
                               std::optional<PortHit> from) {
  const Project& project = document_.project();
  try {
    Built built = vle::ui::create(project, creation, cornerFor(middle), scene_.focus().selection());
    if (from && !built.made.nodes.empty()) {
      Project after = project;
      Change change;
      applyAll(after, built.edits, change);
      const bool is_forward = from->port == Port::Out;
      const NodeId end = is_forward ? *built.made.nodes.begin() : *built.made.nodes.rbegin();
      Built wire =
          is_forward ? vle::connect(after, from->node, end) : vle::connect(after, end, from->node);
      built.edits.insert(built.edits.end(), wire.edits.begin(), wire.edits.end());
    }
    view_.takeOver();
    document_.push(tr("Create %1").arg(labelOf(rowOf(creation.kind)).toLower()),
                   std::move(built.edits));
    scene_.focus().select(built.made);
    view_.reveal(scene_.boundsOf(built.made));
    return {};
  } catch (const Error& error) {
    return sentence(error);
  }
}

void CanvasCommands::askWhatToCreate(QPoint at, std::optional<PortHit> from) {
  std::vector<CanvasPrompt::Word> words;
  for (const CreationRow& row : creationTable()) {
    words.push_back({QString::fromLatin1(row.example), tipOf(row)});
  }
  const QPointF middle = view_.mapToScene(at);
  prompt_->open(at, tr("Create: layer, chain of 3, …"), {}, std::move(words),
                [this, middle, from](const QString& text) {
                  try {
                    return create(creationFrom(text), middle, from);
                  } catch (const Error& error) {
                    return sentence(error);
                  }
                });
}

// --- Copies --------------------------------------------------------------------------------------

void CanvasCommands::copy() {
  if (scene_.focus().selection().nodes.empty()) return;
  const std::string text = fragmentText(fragment(document_.project(), scene_.focus().selection()));
  auto* data = new QMimeData;
  data->setText(QString::fromStdString(text));
  data->setData(QLatin1String(kMimeType), QByteArray::fromStdString(text));
  QGuiApplication::clipboard()->setMimeData(data);
  pasted_at_.reset();
}

void CanvasCommands::cut() {
  copy();
  build(tr("Cut"), [this] { return remove(document_.project(), scene_.focus().selection()); });
}

void CanvasCommands::paste() {
  const QMimeData* data = QGuiApplication::clipboard()->mimeData();
  const QByteArray own = data != nullptr ? data->data(QLatin1String(kMimeType)) : QByteArray();
  const std::string text =
      own.isEmpty() ? QGuiApplication::clipboard()->text().toStdString() : own.toStdString();
  Fragment part;
  try {
    part = readFragment(text);
  } catch (const Error&) {
    return editor_.hint().say(tr("The clipboard holds no part of a network."));
  }
  const QPointF corner = snapped(editor_.place());
  Position at{corner.x(), corner.y()};
  // Again at the same place: beside the copy that lies there.
  if (pasted_at_ && *pasted_at_ == at) {
    at = {last_paste_.x + kBeside, last_paste_.y + kBeside};
  } else {
    pasted_at_ = at;
  }
  last_paste_ = at;
  build(tr("Paste"), [&] { return vle::paste(document_.project(), part, at); });
}

void CanvasCommands::duplicateSelection() {
  build(tr("Duplicate"), [this] {
    return duplicate(document_.project(), scene_.focus().selection(), {kBeside, kBeside});
  });
}

void CanvasCommands::erase() {
  build(tr("Delete"), [this] { return remove(document_.project(), scene_.focus().selection()); });
}

// --- Names ---------------------------------------------------------------------------------------

void CanvasCommands::selectAll() {
  Selection everything;
  for (const auto& [id, node] : document_.project().network.nodes) everything.nodes.insert(id);
  for (const auto& [id, projection] : document_.project().network.projections) {
    everything.projections.insert(id);
  }
  scene_.focus().select(std::move(everything));
}

void CanvasCommands::rename() {
  const NetworkSpec& spec = document_.project().network;
  const Selection selection = scene_.focus().selection();
  if (selection.nodes.size() + selection.projections.size() != 1) return;
  const NodeSpec* node = selection.nodes.empty() ? nullptr : spec.find(*selection.nodes.begin());
  const std::string name =
      node != nullptr ? node->name : spec.find(*selection.projections.begin())->name;
  const QRectF bounds = scene_.boundsOf(selection);
  view_.reveal(bounds);
  const QPointF corner = node != nullptr ? bounds.topLeft() : bounds.center();
  prompt_->open(view_.mapFromScene(corner), tr("New name"), QString::fromStdString(name), {},
                [this, selection](const QString& text) {
                  try {
                    const Project& project = document_.project();
                    const std::string wanted = text.toStdString();
                    Built built = selection.nodes.empty()
                                      ? vle::rename(project, *selection.projections.begin(), wanted)
                                      : vle::rename(project, *selection.nodes.begin(), wanted);
                    document_.push(tr("Rename to %1").arg(text), std::move(built.edits));
                    return QString();
                  } catch (const Error& error) {
                    return sentence(error);
                  }
                });
}

void CanvasCommands::find() {
  const NetworkSpec& spec = document_.project().network;
  std::vector<CanvasPrompt::Word> words;
  for (const auto& [id, node] : spec.nodes) {
    const QString kind = node.layer() != nullptr    ? tr("layer")
                         : node.input() != nullptr  ? tr("input")
                         : node.target() != nullptr ? tr("target")
                                                    : tr("note");
    words.push_back({QString::fromStdString(node.name), kind});
  }
  for (const auto& [id, projection] : spec.projections) {
    words.push_back({QString::fromStdString(projection.name), tr("projection")});
  }
  const QPoint at(view_.viewport()->width() / 2 - 140, 12);
  prompt_->open(at, tr("Find by name"), {}, std::move(words), [this](const QString& text) {
    const NetworkSpec& now = document_.project().network;
    for (const auto& [id, node] : now.nodes) {
      if (QString::fromStdString(node.name).compare(text, Qt::CaseInsensitive) != 0) continue;
      jumpTo({{id}, {}});
      return QString();
    }
    for (const auto& [id, projection] : now.projections) {
      if (QString::fromStdString(projection.name).compare(text, Qt::CaseInsensitive) != 0) continue;
      jumpTo({{}, {id}});
      return QString();
    }
    return tr("Nothing here is called '%1'.").arg(text.left(40));
  });
}

void CanvasCommands::jumpTo(const Selection& selection) {
  if (selection.nodes.size() == 1 && selection.projections.empty()) {
    scene_.selectOne(*selection.nodes.begin());
  } else {
    scene_.focus().select(selection);
  }
  view_.reveal(scene_.boundsOf(scene_.focus().selection()));
  view_.setFocus(Qt::OtherFocusReason);
}

// --- Arranging -----------------------------------------------------------------------------------

void CanvasCommands::align(Alignment alignment) {
  const Project& project = document_.project();
  document_.push(tr("Align"), vle::align(project, scene_.focus().selection().nodes, alignment,
                                         cardSizes(project.network)));
}

void CanvasCommands::distribute(Direction direction) {
  const Project& project = document_.project();
  document_.push(tr("Equal gaps"), vle::distribute(project, scene_.focus().selection().nodes,
                                                   direction, cardSizes(project.network)));
}

void CanvasCommands::arrangeAll() {
  const Project& project = document_.project();
  document_.push(tr("Arrange all"),
                 moveTo(project, autoLayout(project.network, cardSizes(project.network))));
  view_.zoomToFit();
}

}  // namespace vle::ui
