// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/reference_editor.h"

#include <algorithm>

#include <QGridLayout>
#include <QLabel>

#include "inspector/value_forms.h"

namespace vle::ui {

ReferenceEditor::ReferenceEditor(const ParameterInfo& info, ParameterEditor* plus, QWidget* parent)
    : ParameterEditor(info, parent),
      of_(new ChoiceBox(this)),
      times_(new NumberEntry(unbounded({}, "times", "Factor"), this)),
      plus_(plus) {
  of_->setAccessibleName(tr("Like"));
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  const auto add = [&](int row, const QString& text, QWidget* widget) {
    auto* label = new QLabel(text, this);
    label->setProperty("role", "dim");
    layout->addWidget(label, row, 0, Qt::AlignTop);
    layout->addWidget(widget, row, 1);
  };
  add(0, tr("that of"), of_);
  add(1, tr("times"), times_);
  add(2, tr("plus"), plus_);
  layout->setColumnStretch(1, 1);
  connect(of_, &ChoiceBox::chosen, this, &ReferenceEditor::commit);
  connect(times_, &NumberEntry::entered, this, &ReferenceEditor::commit);
  connect(times_, &NumberEntry::refused, this, &ParameterEditor::refused);
  connect(plus_, &ParameterEditor::refused, this, &ParameterEditor::refused);
  connect(plus_, &ParameterEditor::edited, this, [this](const ParameterValue& value) {
    Reference reference = reference_;
    reference.plus = {std::get<Value>(value)};
    emit edited(Value(std::move(reference)), false);
  });
}

std::vector<Item> ReferenceEditor::candidates(const Subject& subject) const {
  std::vector<Item> all;
  const NetworkSpec& network = subject.project->network;
  if (subject.items.front().kind == Item::Kind::Node) {
    for (const auto& [id, node] : network.nodes) {
      if (node.layer() != nullptr) all.push_back({Item::Kind::Node, number(id)});
    }
  } else {
    for (const auto& entry : network.projections) {
      if (info_.table == ParameterTable::Feedback && !entry.second.feedback) continue;
      all.push_back({Item::Kind::Projection, number(entry.first)});
    }
  }
  std::erase_if(all, [&subject](const Item& item) {
    return std::ranges::find(subject.items, item) != subject.items.end();
  });
  return all;
}

void ReferenceEditor::setValue(const ParameterValue& value, bool, const Subject& subject) {
  reference_ = std::get<Reference>(std::get<Value>(value).form);
  candidates_ = candidates(subject);
  of_->clear();
  for (const Item& item : candidates_) {
    of_->addItem(QString::fromStdString(nameOf(*subject.project, item)));
  }
  const auto found = std::ranges::find(candidates_, reference_.of, &Item::id);
  of_->setChoice(found == candidates_.end() ? -1 : static_cast<int>(found - candidates_.begin()));
  times_->setNumber(reference_.times);
  plus_->setValue(reference_.plus.empty() ? Value(0.0) : reference_.plus.front(), false, subject);
}

void ReferenceEditor::commit() {
  if (of_->currentIndex() < 0) return;
  Reference reference = reference_;
  reference.of = candidates_[static_cast<std::size_t>(of_->currentIndex())].id;
  reference.times = times_->number();
  emit edited(Value(std::move(reference)), false);
}

}  // namespace vle::ui
