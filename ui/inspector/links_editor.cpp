// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/links_editor.h"

#include <algorithm>

#include <QSignalBlocker>
#include <QVBoxLayout>

namespace vle::ui {

namespace {

QFormLayout* formOf(QWidget* widget) {
  auto* form = new QFormLayout(widget);
  form->setContentsMargins(0, 0, 0, 0);
  form->setSpacing(6);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->setLabelAlignment(Qt::AlignLeft);
  return form;
}

int indexOf(const std::vector<std::uint32_t>& ids, std::uint32_t id) {
  const auto found = std::ranges::find(ids, id);
  return found == ids.end() ? -1 : static_cast<int>(found - ids.begin());
}

void setIfIdle(QLineEdit* field, const QString& text) {
  if (field->hasFocus() && field->isModified()) return;
  if (field->text() != text) field->setText(text);
}

}  // namespace

TextArea::TextArea(QWidget* parent) : QPlainTextEdit(parent) {
  setTabChangesFocus(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(this, &QPlainTextEdit::textChanged, this, [this] {
    emit edited(toPlainText(), continues_);
    continues_ = true;
  });
}

QSize TextArea::sizeHint() const { return {200, 4 * fontMetrics().lineSpacing() + 12}; }

void TextArea::setText(const QString& text) {
  if (toPlainText() == text) return;
  const QSignalBlocker quiet(this);
  setPlainText(text);
}

void TextArea::focusInEvent(QFocusEvent* event) {
  continues_ = false;
  QPlainTextEdit::focusInEvent(event);
}

LinksEditor::LinksEditor(const Document& document, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      document_(document),
      form_(formOf(this)),
      of_(new ChoiceBox(this)),
      follows_(new ChoiceBox(this)),
      teacher_(new ChoiceBox(this)),
      ends_(new QLabel(this)),
      signal_(new SignalEditor(*findParameter<InputSpec>("signal"), theme, this)),
      sentence_(new QLabel(this)) {
  ends_->setWordWrap(true);
  sentence_->setWordWrap(true);
  form_->addRow(ends_);
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
  form_->addRow(signal_);
  form_->addRow(sentence_);
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
  connect(signal_, &ParameterEditor::refused, this, [this](const QString& sentence) {
    sentence_->setText(sentence);
    sentence_->setVisible(true);
  });
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
  signal_->setValue(std::get<SignalSpec>(target.source), false, {&document_.project(), {item_}});
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
  for (const auto& [id, one] : network.projections) {
    if (number(id) == item_.id) continue;
    teachers_.push_back(number(id));
    teacher_->addItem(QString::fromStdString(one.name));
  }
  teacher_->setChoice(projection.teacher ? indexOf(teachers_, number(*projection.teacher)) + 1 : 0);
}

RemarkEditor::RemarkEditor(const Document& document, QWidget* parent)
    : QWidget(parent), document_(document), text_(new TextArea(this)) {
  text_->setAccessibleName(tr("Remark"));
  text_->setPlaceholderText(tr("A remark shown on the canvas"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(text_);
  connect(text_, &TextArea::edited, this, [this](const QString& text, bool continues) {
    NodeSpec node = document_.project().network.nodes.at(NodeId{item_.id});
    node.note = text.toStdString();
    emit edited({SetNode{NodeId{item_.id}, std::move(node)}}, continues);
  });
}

bool RemarkEditor::setItem(Item item) {
  item_ = item;
  if (item.kind != Item::Kind::Node) return false;
  text_->setText(
      QString::fromStdString(document_.project().network.nodes.at(NodeId{item.id}).note));
  return true;
}

AboutEditor::AboutEditor(const Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      title_(new QLineEdit(this)),
      author_(new QLineEdit(this)),
      tags_(new QLineEdit(this)),
      summary_(new TextArea(this)) {
  QFormLayout* form = formOf(this);
  const auto add = [&](const QString& name, QWidget* field) {
    field->setAccessibleName(name);
    form->addRow(name, field);
  };
  add(tr("Title"), title_);
  add(tr("Author"), author_);
  add(tr("Tags"), tags_);
  add(tr("Summary"), summary_);
  tags_->setToolTip(tr("Separated by commas"));
  for (QLineEdit* field : {title_, author_, tags_}) {
    field->setMaxLength(1000);
    connect(field, &QLineEdit::editingFinished, this, [this, field] { commit(field); });
  }
  connect(summary_, &TextArea::edited, this, [this](const QString& text, bool continues) {
    Meta meta = document_.project().meta;
    meta.summary = text.toStdString();
    emit edited({SetMeta{std::move(meta)}}, continues);
  });
}

void AboutEditor::commit(QLineEdit* field) {
  if (!field->isModified()) return;
  field->setModified(false);
  Meta meta = document_.project().meta;
  const QString text = field->text().trimmed();
  if (field == title_) meta.title = text.toStdString();
  if (field == author_) meta.author = text.toStdString();
  if (field == tags_) {
    meta.tags.clear();
    for (const QString& tag : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
      if (!tag.trimmed().isEmpty()) meta.tags.push_back(tag.trimmed().toStdString());
    }
  }
  emit edited({SetMeta{std::move(meta)}}, false);
}

void AboutEditor::refresh() {
  const Meta& meta = document_.project().meta;
  setIfIdle(title_, QString::fromStdString(meta.title));
  setIfIdle(author_, QString::fromStdString(meta.author));
  QStringList tags;
  for (const std::string& tag : meta.tags) tags << QString::fromStdString(tag);
  setIfIdle(tags_, tags.join(QStringLiteral(", ")));
  summary_->setText(QString::fromStdString(meta.summary));
}

}  // namespace vle::ui
