// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The editor of values (format.md, "Values"): a number for all, one by one, a random draw, or the
// value of another item. Changing to one by one starts from the numbers that hold now, draws
// included. GUI thread.
#pragma once

#include <array>

#include <QCheckBox>
#include <QLabel>
#include <QToolButton>

#include "inspector/number_entry.h"
#include "inspector/number_table.h"
#include "inspector/parameter_editor.h"

namespace vle::ui {

class ValueEditor : public ParameterEditor {
  Q_OBJECT

 public:
  ValueEditor(const ParameterInfo& info, QWidget* parent);

  void setValue(const ParameterValue& value, bool varies, const Subject& subject) override;

 private:
  enum class Form { Number, OneByOne, Normal, Uniform, LogUniform, Reference };
  static constexpr int kForms = 6;
  [[nodiscard]] static Form formOf(const Value& value);
  [[nodiscard]] static QString nameOf(Form form);

  void changeForm(Form form);
  void editDraw();
  void editTable();
  void editReference();
  void showDraw(const Draw& draw);
  void showTable();
  void showReference(const Reference& reference);
  void buildReference();
  /// The numbers as they are now, in the shape of the parameter; refused with a sentence.
  [[nodiscard]] std::optional<Value> written();

  Value value_;
  bool varies_ = false;
  Subject subject_;

  NumberEntry* number_;
  QLabel* form_name_;
  QToolButton* forms_;
  QWidget* draw_;
  std::array<QLabel*, 2> draw_labels_{};
  std::array<NumberEntry*, 2> draw_numbers_{};
  QCheckBox* fan_in_;
  NumberTable* table_;
  QWidget* reference_ = nullptr;  // made when needed, as a value contains a value
  ChoiceBox* of_ = nullptr;
  std::vector<std::uint32_t> candidates_;
  NumberEntry* times_ = nullptr;
  ValueEditor* plus_ = nullptr;
};

}  // namespace vle::ui
