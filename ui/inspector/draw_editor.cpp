// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/draw_editor.h"

#include <QGridLayout>
#include <QSignalBlocker>

#include "inspector/value_forms.h"

namespace vle::ui {

DrawEditor::DrawEditor(const ParameterInfo& info, QWidget* parent)
    : ParameterEditor(info, parent), fan_in_(new QCheckBox(tr("divide by √ of the inputs"), this)) {
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  for (int k = 0; k < 2; ++k) {
    const auto index = static_cast<std::size_t>(k);
    labels_[index] = new QLabel(this);
    labels_[index]->setProperty("role", "dim");
    numbers_[index] =
        new NumberEntry(unbounded(info, info.key, k == 0 ? "mean or lower" : "sd or upper"), this);
    layout->addWidget(labels_[index], 0, 2 * k);
    layout->addWidget(numbers_[index], 0, 2 * k + 1);
    layout->setColumnStretch(2 * k + 1, 1);
    connect(numbers_[index], &NumberEntry::entered, this, &DrawEditor::commit);
    connect(numbers_[index], &NumberEntry::refused, this, &ParameterEditor::refused);
  }
  fan_in_->setToolTip(tr("By the square root of the number of neurons it comes from (fan-in)"));
  layout->addWidget(fan_in_, 1, 0, 1, 4);
  connect(fan_in_, &QCheckBox::clicked, this, &DrawEditor::commit);
}

void DrawEditor::setValue(const ParameterValue& value, bool, const Subject& subject) {
  draw_ = std::get<Draw>(std::get<Value>(value).form);
  fan_in_->setVisible(subject.items.front().kind == Item::Kind::Projection);
  show();
}

void DrawEditor::show() {
  const bool is_normal = draw_.kind == Draw::Kind::Normal;
  labels_[0]->setText(is_normal ? tr("mean") : tr("from"));
  labels_[1]->setText(is_normal ? tr("sd") : tr("to"));
  numbers_[0]->setNumber(draw_.a);
  numbers_[1]->setNumber(draw_.b);
  const QSignalBlocker quiet(fan_in_);
  fan_in_->setChecked(draw_.fan_in);
}

void DrawEditor::commit() {
  Draw draw = draw_;
  draw.a = numbers_[0]->number();
  draw.b = numbers_[1]->number();
  draw.fan_in = fan_in_->isChecked();
  if (const auto wrong = checkRange(info_, ParameterValue(Value(draw)))) {
    emit refused(QString::fromStdString(*wrong));
    return show();
  }
  emit edited(Value(draw), false);
}

}  // namespace vle::ui
