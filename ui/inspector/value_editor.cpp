// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/value_editor.h"

#include <algorithm>

#include <QGridLayout>
#include <QMenu>

#include "base/error.h"
#include "session/number_text.h"

namespace vle::ui {

ValueEditor::ValueEditor(const ParameterInfo& info, QWidget* parent)
    : ParameterEditor(info, parent),
      number_(new NumberEntry(info, this)),
      form_name_(new QLabel(this)),
      forms_(new QToolButton(this)),
      draw_(new DrawEditor(info, this)),
      table_(new NumberTable(this)) {
  const QString label = asText(info.label);
  forms_->setText(QStringLiteral("⋯"));
  forms_->setPopupMode(QToolButton::InstantPopup);
  forms_->setFocusPolicy(Qt::StrongFocus);
  forms_->setAccessibleName(tr("Form of %1").arg(label));
  forms_->setToolTip(tr("One number, one by one, a random draw, or like another"));
  auto* menu = new QMenu(forms_);
  for (int k = 0; k < kValueForms; ++k) {
    const auto form = static_cast<ValueForm>(k);
    QAction* action = menu->addAction(nameOf(form));
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this, form] { changeForm(form); });
  }
  forms_->setMenu(menu);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] {
    for (int k = 0; k < kValueForms; ++k) {
      menu->actions()[k]->setChecked(!varies_ && formOf(value_) == static_cast<ValueForm>(k));
    }
  });
  connect(number_, &NumberEntry::entered, this, [this](double number, bool continues) {
    value_ = number;
    emit edited(value_, continues);
  });
  connect(number_, &NumberEntry::refused, this, &ParameterEditor::refused);
  connect(draw_, &ParameterEditor::edited, this, &ParameterEditor::edited);
  connect(draw_, &ParameterEditor::refused, this, &ParameterEditor::refused);
  table_->setAccessibleName(label);
  connect(&table_->numbers(), &NumberTableModel::edited, this, &ValueEditor::editTable);
  connect(&table_->numbers(), &NumberTableModel::refused, this, &ParameterEditor::refused);

  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(number_, 0, 0);
  layout->addWidget(form_name_, 0, 0);
  layout->addWidget(forms_, 0, 1);
  layout->addWidget(draw_, 1, 0, 1, 2);
  layout->addWidget(table_, 1, 0, 1, 2);
  layout->setColumnStretch(0, 1);
  setFocusProxy(number_);
}

ReferenceEditor& ValueEditor::reference() {
  if (reference_ != nullptr) return *reference_;
  auto* plus = new ValueEditor(unbounded(info_, info_.key, "Added value"), this);
  reference_ = new ReferenceEditor(info_, plus, this);
  static_cast<QGridLayout*>(layout())->addWidget(reference_, 1, 0, 1, 2);
  orderBehind(forms_, reference_);
  connect(reference_, &ParameterEditor::edited, this, &ParameterEditor::edited);
  connect(reference_, &ParameterEditor::refused, this, &ParameterEditor::refused);
  return *reference_;
}

void ValueEditor::setValue(const ParameterValue& value, bool varies, const Subject& subject) {
  value_ = std::get<Value>(value);
  varies_ = varies;
  subject_ = subject;
  const ValueForm form = formOf(value_);
  const bool is_draw = std::holds_alternative<Draw>(value_.form);
  const bool is_reference = form == ValueForm::Reference;
  number_->setVisible(varies || form == ValueForm::Number);
  form_name_->setVisible(!varies && form != ValueForm::Number);
  form_name_->setText(nameOf(form));
  forms_->setAccessibleDescription(varies ? tr("varies") : nameOf(form));
  draw_->setVisible(!varies && is_draw);
  table_->setVisible(!varies && form == ValueForm::OneByOne);
  if (reference_ != nullptr) reference_->setVisible(!varies && is_reference);
  if (varies) return number_->setVaries();
  if (const auto* number = std::get_if<double>(&value_.form)) number_->setNumber(*number);
  if (is_draw) draw_->setValue(value_, false, subject);
  if (form == ValueForm::OneByOne) showTable();
  if (!is_reference) return;
  reference().setValue(value_, false, subject);
  reference().show();
}

void ValueEditor::showLive(std::vector<float> live) {
  if (table_->isHidden()) live.clear();
  table_->showLive(std::move(live));
}

void ValueEditor::showTable() {
  std::vector<std::vector<double>> rows;
  std::vector<NumberTableModel::Column> columns;
  if (const auto* list = std::get_if<List>(&value_.form)) {
    for (const double number : *list) rows.push_back({number});
    columns.push_back({asText(info_.key), info_});
  } else {
    rows = std::get<Rows>(value_.form);
    std::size_t width = 0;
    for (const List& row : rows) width = std::max(width, row.size());
    for (List& row : rows) row.resize(width);
    for (std::size_t k = 0; k < width; ++k) columns.push_back({QString::number(k), info_});
  }
  table_->numbers().show(std::move(columns), std::move(rows));
}

void ValueEditor::editTable() {
  const auto& rows = table_->numbers().rows();
  if (std::holds_alternative<List>(value_.form)) {
    List list;
    for (const auto& row : rows) list.push_back(row.front());
    value_ = std::move(list);
  } else {
    value_ = Rows(rows);
  }
  emit edited(value_, false);
}

void ValueEditor::changeForm(ValueForm form) {
  if (!varies_ && form == formOf(value_)) return;
  if (form == ValueForm::Reference) {
    const std::vector<Item> others = reference().candidates(subject_);
    reference().hide();
    if (others.empty()) {
      emit refused(tr("nothing else has %1").arg(asText(info_.key)));
      return;
    }
    emit edited(Value(Reference{others.front().id, 1, {}}), false);
    return;
  }
  try {
    emit edited(form == ValueForm::OneByOne ? writtenOut(value_, info_, subject_)
                                            : reshaped(value_, form, info_, subject_),
                false);
  } catch (const Error& error) {
    emit refused(QString::fromStdString(error.message()));
  }
}

}  // namespace vle::ui
