// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/held_out_editor.h"

#include <ranges>

#include <QVBoxLayout>

#include "session/number_text.h"

namespace vle::ui {

namespace {

/// The signal that drives a node; nullptr if none does.
const SignalSpec* signalOf(const NodeSpec& node) {
  if (const InputSpec* input = node.input()) return &input->signal;
  const TargetSpec* target = node.target();
  return target != nullptr ? std::get_if<SignalSpec>(&target->source) : nullptr;
}

}  // namespace

TestEditor::TestEditor(const ParameterInfo& info, const Theme& theme, QWidget* parent)
    : ParameterEditor(info, parent),
      theme_(theme),
      on_(new QCheckBox(tr("held-out test now and then"), this)),
      body_(new QWidget(this)),
      duration_(new NamedNumber(*findParameter<HeldOutSpec>("duration"), body_)),
      every_(new NamedNumber(*findParameter<HeldOutSpec>("every"), body_)),
      inputs_(new ChoiceBox(body_)),
      own_(new QCheckBox(tr("has its own signal in the held-out test"), body_)) {
  on_->setObjectName(QStringLiteral("test.on"));
  own_->setObjectName(QStringLiteral("test.own"));
  on_->setToolTip(asText(info.doc));
  on_->setAccessibleDescription(asText(info.doc));
  inputs_->setAccessibleName(tr("Input or target"));
  own_->setToolTip(tr("Otherwise its usual signal is drawn anew"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(on_);
  layout->addWidget(body_);
  auto* column = new QVBoxLayout(body_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  for (QWidget* widget : std::initializer_list<QWidget*>{duration_, every_, inputs_, own_}) {
    column->addWidget(widget);
  }
  setFocusProxy(on_);
  connect(on_, &QCheckBox::clicked, this, [this](bool on) {
    emit edited(on ? std::optional(HeldOutSpec{}) : std::optional<HeldOutSpec>(), false);
  });
  const auto number = [this](NamedNumber* named, double HeldOutSpec::*member) {
    connect(&named->entry(), &NumberEntry::refused, this, &ParameterEditor::refused);
    connect(&named->entry(), &NumberEntry::entered, this,
            [this, member](double entered, bool continues) {
              (*test_).*member = entered;
              emit edited(test_, continues);
            });
  };
  number(duration_, &HeldOutSpec::duration);
  number(every_, &HeldOutSpec::every);
  connect(inputs_, &ChoiceBox::chosen, this, &TestEditor::showInput);
  connect(own_, &QCheckBox::clicked, this, [this](bool on) {
    const std::string name = inputs_->currentText().toStdString();
    const NodeSpec* node = subject_.project->network.findNode(name);
    const SignalSpec* signal = node != nullptr ? signalOf(*node) : nullptr;
    if (node == nullptr || (node->input() == nullptr && node->target() == nullptr)) return;
    if (on)
      test_->signal_of[name] = signal != nullptr ? *signal : SignalSpec(ConstantSignal{});
    else
      test_->signal_of.erase(name);
    emit edited(test_, false);
  });
}

void TestEditor::setValue(const ParameterValue& value, bool, const Subject& subject) {
  test_ = std::get<std::optional<HeldOutSpec>>(value);
  subject_ = subject;
  on_->setChecked(test_.has_value());
  body_->setVisible(test_.has_value());
  if (!test_) return;
  duration_->entry().setNumber(test_->duration);
  every_->entry().setNumber(test_->every);
  const QString chosen = inputs_->currentText();
  inputs_->clear();
  for (const NodeSpec& node : subject.project->network.nodes | std::views::values) {
    const bool is_driven = node.input() != nullptr || node.target() != nullptr;
    if (is_driven) inputs_->addItem(QString::fromStdString(node.name));
  }
  inputs_->setChoice(std::max(0, inputs_->findText(chosen)));
  showInput();
}

QString TestEditor::problem() const {
  return signal_ != nullptr && !signal_->isHidden() ? signal_->problem() : QString();
}

void TestEditor::showInput() {
  const std::string name = inputs_->currentText().toStdString();
  const bool has_inputs = inputs_->count() > 0;
  const auto own = test_->signal_of.find(name);
  const bool is_own = own != test_->signal_of.end();
  inputs_->setVisible(has_inputs);
  own_->setVisible(has_inputs);
  own_->setChecked(is_own);
  if (!is_own && signal_ != nullptr) signal_->hide();
  if (!is_own) return;
  if (signal_ == nullptr) {
    signal_ = new SignalEditor(*findParameter<InputSpec>("signal"), theme_, body_);
    signal_->keepChannels();
    body_->layout()->addWidget(signal_);
    orderBehind(own_, signal_);
    connect(signal_, &ParameterEditor::refused, this, &ParameterEditor::refused);
    connect(signal_, &ParameterEditor::edited, this,
            [this](const ParameterValue& value, bool continues) {
              const std::string input = inputs_->currentText().toStdString();
              test_->signal_of[input] = std::get<SignalSpec>(value);
              emit edited(test_, continues);
            });
  }
  signal_->show();
  Subject input = subject_;
  for (const auto& entry : subject_.project->network.nodes) {
    if (entry.second.name == name) input.items = {{Item::Kind::Node, number(entry.first)}};
  }
  signal_->setValue(own->second, false, input);
}

}  // namespace vle::ui
