// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/inspector.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include <QApplication>
#include <QLineEdit>
#include <QVBoxLayout>

#include "inspector/links_editor.h"
#include "inspector/name_field.h"
#include "inspector/parameter_row.h"
#include "inspector/section.h"
#include "inspector/text_editors.h"
#include "model/resizing.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr int kLiveEvery = 200;  // ms; faster cannot be read

/// A node gets as many channels as its file has columns; of a target its layer, too.
std::vector<Edit> resizedToFile(const Project& project, NodeId id, std::int64_t size) {
  std::set<NodeId> nodes = {id};
  const TargetSpec* target = project.network.find(id)->target();
  if (target != nullptr && project.network.find(target->of) != nullptr) nodes.insert(target->of);
  return vle::resize(project, nodes, size).edits;
}

}  // namespace

Inspector::Inspector(Document& document, Lab& lab, const Focus& focus, const Theme& theme,
                     QWidget* parent)
    : QWidget(parent),
      document_(document),
      lab_(lab),
      theme_(theme),
      title_(new QLabel(this)),
      name_(new NameField(document, this)),
      kind_(new QLabel(this)),
      scroll_(new QScrollArea(this)),
      content_(new QWidget(this)) {
  setAccessibleName(tr("Inspector"));
  title_->setProperty("role", "figure");
  title_->setTextFormat(Qt::PlainText);
  title_->setMinimumWidth(1);
  kind_->setProperty("role", "dim");
  kind_->setWordWrap(true);
  auto* column = new QVBoxLayout(content_);
  column->setContentsMargins(12, 0, 12, 8);
  column->setSpacing(6);
  scroll_->setWidget(content_);
  scroll_->setWidgetResizable(true);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setFocusPolicy(Qt::NoFocus);
  content_->setAutoFillBackground(false);
  scroll_->viewport()->setAutoFillBackground(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  for (QWidget* line : std::initializer_list<QWidget*>{title_, name_, kind_}) {
    line->setContentsMargins(12, 0, 12, 0);
    layout->addWidget(line);
  }
  layout->addWidget(scroll_, 1);

  nothing_common_ = new QLabel(tr("These have no parameter in common."), content_);
  nothing_common_->setProperty("role", "dim");
  nothing_common_->setWordWrap(true);
  column->addWidget(nothing_common_);
  // Sections and what is in them are made from top to bottom: the order of Tab.
  links_section_ = addSection(tr("Ends"), true);
  links_ = new LinksEditor(document_, theme_, links_section_);
  links_section_->addWidget(links_);
  addGroup(ParameterTable::Settings, false, tr("Settings"));
  addGroup(ParameterTable::Node, false, tr("Size"));
  addGroup(ParameterTable::Input, false, tr("Signal"));
  addGroup(ParameterTable::Layer, false, tr("Neurons"));
  addGroup(ParameterTable::Target, false, tr("Target"));
  addGroup(ParameterTable::Layer, true, tr("More of the neurons"));
  addGroup(ParameterTable::Projection, false, tr("Weights"));
  addGroup(ParameterTable::Feedback, false, tr("Feedback"));
  addGroup(ParameterTable::Projection, true, tr("More of the weights"));
  addGroup(ParameterTable::Settings, true, tr("More settings"));
  remark_section_ = addSection(tr("Remark"), false);
  remark_ = new RemarkEditor(document_, remark_section_);
  remark_section_->addWidget(remark_);
  about_section_ = addSection(tr("About this project"), false);
  about_ = new AboutEditor(document_, about_section_);
  about_section_->addWidget(about_);
  column->addStretch(1);

  const auto change = [this](const std::vector<Edit>& edits, bool continues) {
    const bool is_settings = items_.front().kind == Item::Kind::Settings;
    const QString name = is_settings
                             ? tr("the project")
                             : QString::fromStdString(nameOf(document_.project(), items_.front()));
    push(tr("Change %1").arg(name), edits, continues);
  };
  connect(links_, &LinksEditor::edited, this, change);
  connect(remark_, &RemarkEditor::edited, this, change);
  connect(about_, &AboutEditor::edited, this, change);
  connect(&document_, &Document::changed, this, [this](const Change& happened) {
    if (happened.reload) selection_ = {};
    refresh();
  });
  connect(&live_timer_, &TempoTimer::timeout, this, &Inspector::refreshLive);
  connect(&lab_, &Lab::frame, this, [this] {  // the last frame before a pause counts too
    if (!live_timer_.isActive()) live_timer_.start(kLiveEvery);
  });
  connect(&lab_.compiler(), &Compiler::problemsChanged, this, [this] {
    for (const Group& group : groups_) {
      for (ParameterRow* row : group.rows) {
        if (!row->isHidden()) row->refreshProblems();
      }
    }
  });
  connect(&focus, &Focus::changed, this, [this, &focus] { inspect(focus.selection()); });
  inspect(focus.selection());
}

Inspector::~Inspector() {
  // What is being typed is taken while there is someone to take it.
  if (QWidget* field = focusWidget()) field->clearFocus();
}

Section* Inspector::addSection(const QString& title, bool is_open) {
  auto* section = new Section(title, is_open, content_);
  content_->layout()->addWidget(section);
  connect(section, &Section::toggled, this, &Inspector::refresh);
  return section;
}

void Inspector::addGroup(ParameterTable table, bool rare, const QString& title) {
  Section* section = addSection(title, !rare);
  Group group{table, section, {}, new QLabel(section)};
  for (const ParameterInfo* info : rowsOf(table)) {
    if (info->is_rare != rare) continue;
    auto* row = new ParameterRow(document_, lab_, theme_, *info, section);
    section->addWidget(row);
    group.rows.push_back(row);
    connect(row, &ParameterRow::edited, this,
            [this, row](const ParameterValue& value, bool continues) {
              apply(*row, value, continues);
            });
  }
  group.unused->setProperty("role", "dim");
  group.unused->setWordWrap(true);
  section->addWidget(group.unused);
  groups_.push_back(std::move(group));
}

void Inspector::inspect(const Selection& selection) {
  auto* typing = qobject_cast<QLineEdit*>(focusWidget());
  const bool is_other =
      selection.nodes != selection_.nodes || selection.projections != selection_.projections;
  if (typing != nullptr && is_other) typing->clearFocus();  // what is typed is of the old selection
  selection_ = selection;
  scroll_->ensureVisible(0, 0);
  refresh();
}

void Inspector::takeFocus() {
  for (QWidget* next = content_->nextInFocusChain(); next != this && content_->isAncestorOf(next);
       next = next->nextInFocusChain()) {
    const bool takes_keys = (next->focusPolicy() & Qt::TabFocus) != 0 && next->isVisible();
    const bool is_title = qobject_cast<Section*>(next->parentWidget()) != nullptr;
    if (takes_keys && next->isEnabled() && !is_title) return next->setFocus(Qt::TabFocusReason);
  }
}

/// What is typed into stays in sight when the room gets less, as by problems that come up below.
void Inspector::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  QWidget* field = QApplication::focusWidget();
  if (field != nullptr && content_->isAncestorOf(field)) scroll_->ensureWidgetVisible(field);
}

void Inspector::showEvent(QShowEvent* event) {
  if (is_stale_) refresh();
  QWidget::showEvent(event);
}

void Inspector::refresh() {
  const Project& project = document_.project();
  std::erase_if(selection_.nodes, [&](NodeId id) { return project.network.find(id) == nullptr; });
  std::erase_if(selection_.projections,
                [&](ProjectionId id) { return project.network.find(id) == nullptr; });
  items_ = itemsOf(project, selection_);
  is_stale_ = !isVisible();
  if (is_stale_) return;
  const Subject subject{&project, items_, projectFolder(document_)};
  bool any = false;
  for (Group& group : groups_) {
    showGroup(group, subject);
    any |= !group.section->isHidden();
  }
  const Item& first = items_.front();
  const bool is_one = items_.size() == 1;
  links_section_->setVisible(is_one && links_->setItem(first));
  remark_section_->setVisible(is_one && remark_->setItem(first));
  about_section_->setVisible(first.kind == Item::Kind::Settings);
  if (first.kind == Item::Kind::Settings) about_->refresh();
  nothing_common_->setVisible(!any && !is_one);
  showTitle();
}

void Inspector::showGroup(Group& group, const Subject& subject) {
  const bool is_common = std::ranges::all_of(
      subject.items, [&](const Item& item) { return has(*subject.project, item, group.table); });
  group.section->setVisible(is_common && !group.rows.empty());
  if (group.section->isHidden() || !group.section->isOpen()) return;
  std::map<QString, QStringList> reasons;
  for (ParameterRow* row : group.rows) {
    const QString reason = row->unusedBy(subject);
    row->setVisible(reason.isEmpty());
    if (reason.isEmpty())
      row->setSubject(subject);
    else
      reasons[reason] << inSentence(asText(row->info().label));
  }
  QStringList lines;
  for (const auto& [reason, labels] : reasons) {
    // Single rows that do not apply are just not there; a whole group says why it is empty.
    if (labels.size() != static_cast<qsizetype>(group.rows.size())) continue;
    lines << reason.left(1).toUpper() + reason.mid(1) + QLatin1Char('.');
  }
  group.unused->setText(lines.join(QLatin1Char('\n')));
  group.unused->setVisible(!lines.isEmpty());
}

void Inspector::showTitle() {
  const Project& project = document_.project();
  struct Count {
    ParameterTable table;
    QString one, many;
  };
  const Count counts[] = {{ParameterTable::Input, tr("input"), tr("%1 inputs")},
                          {ParameterTable::Layer, tr("layer"), tr("%1 layers")},
                          {ParameterTable::Target, tr("target"), tr("%1 targets")},
                          {ParameterTable::Projection, tr("projection"), tr("%1 projections")}};
  QStringList parts;
  qsizetype known = 0;
  for (const Count& count : counts) {
    const auto n = std::ranges::count_if(
        items_, [&](const Item& item) { return has(project, item, count.table); });
    known += n;
    if (n == 1) parts << count.one;
    if (n > 1) parts << count.many.arg(n);
  }
  if (items_.front().kind == Item::Kind::Settings)
    parts << tr("settings of the project");
  else if (known < std::ssize(items_))
    parts << (items_.size() == 1 ? tr("note") : tr("%1 notes").arg(std::ssize(items_) - known));
  const QString kinds = parts.join(QStringLiteral(", "));
  kind_->setText(kinds.left(1).toUpper() + kinds.mid(1));
  const bool is_named = items_.size() == 1 && items_.front().kind != Item::Kind::Settings;
  title_->setVisible(!is_named);
  name_->setVisible(is_named);
  if (is_named)
    name_->setItem(items_.front());
  else
    title_->setText(items_.size() > 1 ? tr("%1 selected").arg(items_.size())
                                      : document_.displayName());
}

void Inspector::refreshLive() {
  if (!isVisible()) return;
  for (const Group& group : groups_) {
    if (group.section->isHidden() || !group.section->isOpen()) continue;
    for (ParameterRow* row : group.rows) {
      if (!row->isHidden()) row->refreshLive();
    }
  }
}

void Inspector::apply(const ParameterRow& row, const ParameterValue& value, bool continues) {
  const Project& project = document_.project();
  std::vector<Edit> edits;
  if (row.info().table == ParameterTable::Node &&
      row.info().key == "size") {  // lists and targets follow
    edits = vle::resize(project, selection_.nodes, std::get<std::int64_t>(value)).edits;
    return push(tr("Change size of %1").arg(describe()), std::move(edits), continues);
  }
  for (const Item& item : items_) {
    ParameterValue own = value;
    if (auto* signal = std::get_if<SignalSpec>(&own)) {
      const NodeId id{item.id};
      const std::int64_t size = project.network.nodes.at(id).size;
      const auto* file = std::get_if<FileSignal>(signal);
      const bool is_read = file != nullptr && file->table != nullptr;
      if (is_read && std::cmp_not_equal(file->table->columns, size)) {
        const auto columns = static_cast<std::int64_t>(file->table->columns);
        std::ranges::move(resizedToFile(project, id, columns), std::back_inserter(edits));
      }
      *signal = fitted(std::move(*signal), size);
    }
    std::ranges::move(choose(project, item, row.info(), own), std::back_inserter(edits));
  }
  push(tr("Change %1 of %2").arg(inSentence(asText(row.info().label)), describe()),
       std::move(edits), continues);
}

QString Inspector::describe() const {
  if (items_.size() > 1) return tr("%1 items").arg(items_.size());
  return QString::fromStdString(nameOf(document_.project(), items_.front()));
}

void Inspector::push(const QString& text, std::vector<Edit> edits, bool continues) {
  if (!continues) ++gesture_;
  document_.push(text, std::move(edits), QStringLiteral("inspector %1").arg(gesture_));
}

}  // namespace vle::ui
