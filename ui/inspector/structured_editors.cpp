// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/structured_editors.h"

#include <array>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr ParameterInfo kProbability = {.key = "probability",
                                        .symbol = "p",
                                        .label = "Probability",
                                        .doc = "Of each synapse; drawn once per seed.",
                                        .minimum = 0,
                                        .maximum = 1,
                                        .usual_high = 1};

/// The numbers of an optimizer and the kind each belongs to.
struct OptimizerNumber {
  Optimizer::Kind kind;
  double Optimizer::*number;
  ParameterInfo info;
};

constexpr double kBelowOne = 0.9999999999999999;
constexpr std::array<OptimizerNumber, 3> kOptimizerNumbers = {{
    {Optimizer::Kind::Momentum,
     &Optimizer::mu,
     {.key = "mu",
      .symbol = "μ",
      .label = "Momentum",
      .doc = "Share of the last change that is kept.",
      .minimum = 0,
      .maximum = kBelowOne,
      .usual_high = 0.99}},
    {Optimizer::Kind::Adam,
     &Optimizer::beta1,
     {.key = "beta1",
      .symbol = "β₁",
      .label = "β₁",
      .doc = "Decay of the mean of the gradient.",
      .minimum = 0,
      .maximum = kBelowOne,
      .usual_high = 0.99}},
    {Optimizer::Kind::Adam,
     &Optimizer::beta2,
     {.key = "beta2",
      .symbol = "β₂",
      .label = "β₂",
      .doc = "Decay of the mean of the squared gradient.",
      .minimum = 0,
      .maximum = kBelowOne,
      .usual_low = 0.9,
      .usual_high = 0.9999}},
}};

void describe(ChoiceBox* box, const ParameterInfo& info) {
  box->setAccessibleName(asText(info.label));
  box->setAccessibleDescription(asText(info.doc));
  box->setToolTip(asText(info.doc));
}

}  // namespace

NamedNumber::NamedNumber(const ParameterInfo& info, QWidget* parent)
    : QWidget(parent), entry_(new NumberEntry(info, this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  auto* name = new QLabel(asText(info.label), this);
  name->setProperty("role", "dim");
  name->setToolTip(asText(info.doc));
  name->setMinimumWidth(name->fontMetrics().horizontalAdvance(tr("Time constant")));
  layout->addWidget(name);
  layout->addWidget(entry_, 1);
}

PatternEditor::PatternEditor(const ParameterInfo& info, QWidget* parent)
    : ParameterEditor(info, parent),
      kind_(new ChoiceBox(this)),
      probability_(new NamedNumber(kProbability, this)) {
  kind_->addItems({tr("dense"), tr("one-to-one"), tr("sparse")});  // in order of the enumerators
  describe(kind_, info);
  QVBoxLayout* layout = rowsOf(this);
  layout->addWidget(kind_);
  layout->addWidget(probability_);
  setFocusProxy(kind_);
  connect(kind_, &ChoiceBox::chosen, this, [this](int index) {
    Pattern pattern{static_cast<Pattern::Kind>(index), 1};
    if (pattern.kind == Pattern::Kind::Sparse) {
      pattern.probability = pattern_.probability < 1 ? pattern_.probability : 0.5;
    }
    emit edited(pattern, false);
  });
  connect(&probability_->entry(), &NumberEntry::refused, this, &ParameterEditor::refused);
  connect(&probability_->entry(), &NumberEntry::entered, this, [this](double p, bool continues) {
    emit edited(Pattern{Pattern::Kind::Sparse, p}, continues);
  });
}

void PatternEditor::setValue(const ParameterValue& value, bool varies, const Subject&) {
  pattern_ = std::get<Pattern>(value);
  kind_->setChoice(varies ? -1 : static_cast<int>(pattern_.kind));
  probability_->setVisible(!varies && pattern_.kind == Pattern::Kind::Sparse);
  probability_->entry().setNumber(pattern_.probability);
}

OptimizerEditor::OptimizerEditor(const ParameterInfo& info, QWidget* parent)
    : ParameterEditor(info, parent), kind_(new ChoiceBox(this)) {
  kind_->addItems({tr("flow"), tr("momentum"), tr("adam")});  // in order of the enumerators
  describe(kind_, info);
  QVBoxLayout* layout = rowsOf(this);
  layout->addWidget(kind_);
  setFocusProxy(kind_);
  connect(kind_, &ChoiceBox::chosen, this, [this](int index) {
    Optimizer optimizer = optimizer_;
    optimizer.kind = static_cast<Optimizer::Kind>(index);
    emit edited(optimizer, false);
  });
  for (const OptimizerNumber& row : kOptimizerNumbers) {
    auto* number = new NamedNumber(row.info, this);
    layout->addWidget(number);
    numbers_.push_back(number);
    connect(&number->entry(), &NumberEntry::refused, this, &ParameterEditor::refused);
    connect(&number->entry(), &NumberEntry::entered, this,
            [this, member = row.number](double entered, bool continues) {
              optimizer_.*member = entered;
              emit edited(optimizer_, continues);
            });
  }
}

void OptimizerEditor::setValue(const ParameterValue& value, bool varies, const Subject&) {
  optimizer_ = std::get<Optimizer>(value);
  kind_->setChoice(varies ? -1 : static_cast<int>(optimizer_.kind));
  for (std::size_t k = 0; k < numbers_.size(); ++k) {
    const OptimizerNumber& row = kOptimizerNumbers[k];
    numbers_[k]->setVisible(!varies && optimizer_.kind == row.kind);
    numbers_[k]->entry().setNumber(optimizer_.*row.number);
  }
}

}  // namespace vle::ui
