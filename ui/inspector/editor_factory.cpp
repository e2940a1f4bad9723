// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/editor_factory.h"

#include <cmath>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include "inspector/choice_box.h"
#include "inspector/held_out_editor.h"
#include "inspector/number_entry.h"
#include "inspector/signal_editor.h"
#include "inspector/structured_editors.h"
#include "inspector/value_editor.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

/// A layout without margins, filled by one widget.
void fill(QWidget* outer, QWidget* inner) {
  auto* layout = new QHBoxLayout(outer);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(inner);
  outer->setFocusProxy(inner);
}

class BoolEditor : public ParameterEditor {
 public:
  BoolEditor(const ParameterInfo& info, QWidget* parent)
      : ParameterEditor(info, parent), box_(new QCheckBox(this)) {
    box_->setAccessibleName(asText(info.label));
    box_->setAccessibleDescription(asText(info.doc));
    box_->setToolTip(asText(info.doc));
    fill(this, box_);
    connect(box_, &QCheckBox::clicked, this, [this] {
      box_->setTristate(false);
      box_->setText(box_->isChecked() ? tr("on") : tr("off"));
      emit edited(box_->isChecked(), false);
    });
  }
  void setValue(const ParameterValue& value, bool varies, const Subject&) override {
    const QSignalBlocker quiet(box_);
    const bool on = std::get<bool>(value);
    box_->setTristate(varies);
    box_->setCheckState(varies ? Qt::PartiallyChecked : on ? Qt::Checked : Qt::Unchecked);
    box_->setText(varies ? tr("varies") : on ? tr("on") : tr("off"));
  }

 private:
  QCheckBox* box_;
};

class ChoiceEditor : public ParameterEditor {
 public:
  ChoiceEditor(const ParameterInfo& info, QWidget* parent)
      : ParameterEditor(info, parent), box_(new ChoiceBox(this)) {
    for (const std::string_view choice : info.choices) box_->addItem(asText(choice));
    box_->setAccessibleName(asText(info.label));
    box_->setAccessibleDescription(asText(info.doc));
    box_->setToolTip(asText(info.doc));
    fill(this, box_);
    connect(box_, &ChoiceBox::chosen, this, [this](int index) {
      emit edited(std::string(info_.choices[static_cast<std::size_t>(index)]), false);
    });
  }
  void setValue(const ParameterValue& value, bool varies, const Subject&) override {
    box_->setChoice(varies ? -1
                           : box_->findText(QString::fromStdString(std::get<std::string>(value))));
  }

 private:
  ChoiceBox* box_;
};

/// Integers and numbers.
class NumberEditor : public ParameterEditor {
 public:
  NumberEditor(const ParameterInfo& info, QWidget* parent)
      : ParameterEditor(info, parent), entry_(new NumberEntry(info, this)) {
    fill(this, entry_);
    connect(entry_, &NumberEntry::refused, this, &ParameterEditor::refused);
    connect(entry_, &NumberEntry::entered, this, [this](double number, bool continues) {
      if (info_.type == ParameterType::Integer)
        emit edited(static_cast<std::int64_t>(std::llround(number)), continues);
      else
        emit edited(number, continues);
    });
  }
  void setValue(const ParameterValue& value, bool varies, const Subject&) override {
    if (varies) return entry_->setVaries();
    const auto* integer = std::get_if<std::int64_t>(&value);
    entry_->setNumber(integer != nullptr ? static_cast<double>(*integer) : std::get<double>(value));
  }

 private:
  NumberEntry* entry_;
};

}  // namespace

ParameterEditor* makeEditor(const ParameterInfo& info, const Theme& theme, QWidget* parent) {
  switch (info.type) {
    case ParameterType::Bool:
      return new BoolEditor(info, parent);
    case ParameterType::Integer:
    case ParameterType::Number:
      break;
    case ParameterType::Choice:
      return new ChoiceEditor(info, parent);
    case ParameterType::Value:
      return new ValueEditor(info, parent);
    case ParameterType::Pattern:
      return new PatternEditor(info, parent);
    case ParameterType::Optimizer:
      return new OptimizerEditor(info, parent);
    case ParameterType::Signal:
      return new SignalEditor(info, theme, parent);
    case ParameterType::HeldOut:
      return new TestEditor(info, theme, parent);
  }
  return new NumberEditor(info, parent);
}

}  // namespace vle::ui
