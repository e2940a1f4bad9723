// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/links_editor.h"

#include <algorithm>

#include <QVBoxLayout>

#include "inspector/text_editors.h"

namespace vle::ui {

namespace {

int indexOf(const std::vector<std::uint32_t>& ids, std::uint32_t id) {
  const auto found = std::ranges::find(ids, id);
  return found == ids.end() ? -1 : static_cast<int>(found - ids.begin());
}

}  // namespace

LinksEditor::LinksEditor(const Document& document, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      document_(document),
      fields_(new QWidget(this)),
      form_(formOf(fields_)),
      of_(new ChoiceBox(this)),
      follows_(new ChoiceBox(this)),
      teacher_(new ChoiceBox(this)),
      ends_(new QLabel(this)),
      signal_(new SignalEditor(*findParameter<InputSpec>("signal"), theme, this)),
      sentence_(sentenceOf(this)) {
  follows_->setObjectName(QStringLiteral("links.follows"));
  teacher_->setObjectName(QStringLiteral("links.teacher"));
  ends_->setWordWrap(true);
  const auto add = [&](const QString& name, ChoiceBox* box, const QString& help) {
    box->setAccessibleName(name);
    box->setAccessibleDescription(help);
    box->setToolTip(help);
    form_->addRow(name, box);
  };
  add(tr("Corrects"), of_, tr("The layer whose rates the target corrects"));
  add(tr("Follows"), follows_,
      tr("Where those rates should go: the rates of a layer, or a signal"));
  add(tr("Teacher"), teacher_, tr("The projection this one is compared with in plots"));
  // In the form a line that was hidden once would come back without height.
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  for (QWidget* widget : std::initializer_list<QWidget*>{ends_, fields_, signal_, sentence_}) {
    column->addWidget(widget);
  }
  connect(of_, &ChoiceBox::chosen, this, [this](int index) {
    TargetSpec target = *document_.project().network.nodes.at(NodeId{item_.id}).target();
    target.of = NodeId{layers_[static_cast<std::size_t>(index)]};
    editTarget(target, false);
  });
  connect(follows_, &ChoiceBox::chosen, this, [this](int index) {
    TargetSpec target = *document_.project().network.nodes.at(NodeId{item_.id}).target();
    const bool was_signal = std::holds_alternative<SignalSpec>(target.source);
    if (index == 0 && was_signal) return;
    if (index == 0)
      target.source = ConstantSignal{};
    else
      target.source = NodeId{layers_[static_cast<std::size_t>(index - 1)]};
    editTarget(target, false);
  });
  connect(teacher_, &ChoiceBox::chosen, this, [this](int index) {
    ProjectionSpec projection = document_.project().network.projections.at(ProjectionId{item_.id});
    projection.teacher.reset();
    if (index > 0)
      projection.teacher = ProjectionId{teachers_[static_cast<std::size_t>(index - 1)]};
    emit edited({SetProjection{ProjectionId{item_.id}, std::move(projection)}}, false);
  });
  connect(signal_, &ParameterEditor::edited, this,
          [this](const ParameterValue& value, bool continues) {
            TargetSpec target = *document_.project().network.nodes.at(NodeId{item_.id}).target();
            target.source = std::get<SignalSpec>(value);
            editTarget(target, continues);
          });
  connect(signal_, &ParameterEditor::refused, this,
          [this](const QString& sentence) { say(sentence_, sentence); });
}

void LinksEditor::editTarget(const TargetSpec& target, bool continues) {
  NodeSpec node = document_.project().network.nodes.at(NodeId{item_.id});
  node.kind = target;
  sentence_->hide();
  emit edited({SetNode{NodeId{item_.id}, std::move(node)}}, continues);
}

bool LinksEditor::setItem(Item item) {
  if (!(item == item_)) sentence_->hide();
  item_ = item;
  const NetworkSpec& network = document_.project().network;
  const NodeSpec* node = item.kind == Item::Kind::Node ? network.find(NodeId{item.id}) : nullptr;
  const bool is_target = node != nullptr && node->target() != nullptr;
  const bool is_projection = item.kind == Item::Kind::Projection;
  for (ChoiceBox* box : {of_, follows_}) {
    box->setVisible(is_target);
    form_->labelForField(box)->setVisible(is_target);
  }
  teacher_->setVisible(is_projection);
  form_->labelForField(teacher_)->setVisible(is_projection);
  ends_->setVisible(is_projection);
  if (!is_target) signal_->hide();
  if (is_target) showTarget(*node);
  if (is_projection) showProjection(network.projections.at(ProjectionId{item.id}));
  return is_target || is_projection;
}

void LinksEditor::showTarget(const NodeSpec& node) {
  const TargetSpec& target = *node.target();
  layers_.clear();
  of_->clear();
  follows_->clear();
  follows_->addItem(tr("a signal"));
  for (const auto& [id, one] : document_.project().network.nodes) {
    if (one.layer() == nullptr) continue;
    layers_.push_back(number(id));
    of_->addItem(QString::fromStdString(one.name));
    follows_->addItem(QString::fromStdString(one.name));
  }
  of_->setChoice(indexOf(layers_, number(target.of)));
  const auto* layer = std::get_if<NodeId>(&target.source);
  const int followed = layer != nullptr ? indexOf(layers_, number(*layer)) : -1;
  follows_->setChoice(layer == nullptr ? 0 : followed < 0 ? -1 : followed + 1);
  signal_->setVisible(layer == nullptr);
  if (layer != nullptr) return;
  signal_->setValue(std::get<SignalSpec>(target.source), false,
                    {&document_.project(), {item_}, projectFolder(document_)});
  if (!signal_->problem().isEmpty()) say(sentence_, signal_->problem());
}

void LinksEditor::showProjection(const ProjectionSpec& projection) {
  const NetworkSpec& network = document_.project().network;
  const auto end = [&](NodeId id) {
    const NodeSpec* node = network.find(id);
    return node == nullptr ? QStringLiteral("?")
                           : tr("%1 (%2)").arg(QString::fromStdString(node->name)).arg(node->size);
  };
  ends_->setText(end(projection.from) + QStringLiteral(" → ") + end(projection.to));
  teachers_.clear();
  teacher_->clear();
  teacher_->addItem(tr("none"));
  for (const auto& entry : network.projections) {
    const std::uint32_t id = number(entry.first);
    if (id == item_.id) continue;
    teachers_.push_back(id);
    teacher_->addItem(QString::fromStdString(entry.second.name));
  }
  teacher_->setChoice(projection.teacher ? indexOf(teachers_, number(*projection.teacher)) + 1 : 0);
}

}  // namespace vle::ui
