// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The editor of values (format.md, "Values"): a number for all, one by one, a random draw, or the
// value of another item. Changing to one by one starts from the numbers that hold now, draws
// included. GUI thread.
#pragma once

#include <QLabel>
#include <QToolButton>

#include "inspector/draw_editor.h"
#include "inspector/number_entry.h"
#include "inspector/number_table.h"
#include "inspector/parameter_editor.h"
#include "inspector/reference_editor.h"
#include "inspector/value_forms.h"

namespace vle::ui {

class ValueEditor : public ParameterEditor {
  Q_OBJECT

 public:
  ValueEditor(const ParameterInfo& info, QWidget* parent);

  void setValue(const ParameterValue& value, bool varies, const Subject& subject) override;
  void showLive(std::vector<float> live) override;

 private:
  void changeForm(ValueForm form);
  void editTable();
  void showTable();
  /// Made when needed, as a value contains a value.
  ReferenceEditor& reference();

  Value value_;
  bool varies_ = false;
  Subject subject_;

  NumberEntry* number_;
  QLabel* form_name_;
  QToolButton* forms_;
  DrawEditor* draw_;
  NumberTable* table_;
  ReferenceEditor* reference_ = nullptr;
};

}  // namespace vle::ui
