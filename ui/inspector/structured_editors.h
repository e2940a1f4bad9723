// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Editors of the values made of a kind and a few numbers: patterns and optimizers. GUI thread.
#pragma once

#include <vector>

#include <QLabel>

#include "inspector/choice_box.h"
#include "inspector/number_entry.h"
#include "inspector/parameter_editor.h"

namespace vle::ui {

/// A number with its name before it, shown where it applies.
class NamedNumber : public QWidget {
  Q_OBJECT

 public:
  NamedNumber(const ParameterInfo& info, QWidget* parent);
  [[nodiscard]] NumberEntry& entry() const { return *entry_; }

 private:
  NumberEntry* entry_;
};

class PatternEditor : public ParameterEditor {
  Q_OBJECT

 public:
  PatternEditor(const ParameterInfo& info, QWidget* parent);
  void setValue(const ParameterValue& value, bool varies, const Subject& subject) override;

 private:
  Pattern pattern_;
  ChoiceBox* kind_;
  NamedNumber* probability_;
};

class OptimizerEditor : public ParameterEditor {
  Q_OBJECT

 public:
  OptimizerEditor(const ParameterInfo& info, QWidget* parent);
  void setValue(const ParameterValue& value, bool varies, const Subject& subject) override;

 private:
  Optimizer optimizer_;
  ChoiceBox* kind_;
  std::vector<NamedNumber*> numbers_;
};

}  // namespace vle::ui
