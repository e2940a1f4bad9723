// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A value like that of another item: which one, times what, plus what. Used by the editor of
// values, which gives it the editor of what is added: a value again. GUI thread.
#pragma once

#include <vector>

#include "inspector/choice_box.h"
#include "inspector/number_entry.h"
#include "inspector/parameter_editor.h"

namespace vle::ui {

class ReferenceEditor : public ParameterEditor {
  Q_OBJECT

 public:
  /// @param plus  the editor of the value that is added; becomes a child
  ReferenceEditor(const ParameterInfo& info, ParameterEditor* plus, QWidget* parent);

  /// The items that have this parameter too, in the order they are offered.
  [[nodiscard]] std::vector<Item> candidates(const Subject& subject) const;

  /// @param value  a Value that holds a Reference
  void setValue(const ParameterValue& value, bool varies, const Subject& subject) override;

 private:
  void commit();

  Reference reference_;
  std::vector<Item> candidates_;  ///< in the order of the box
  ChoiceBox* of_;
  NumberEntry* times_;
  ParameterEditor* plus_;
};

}  // namespace vle::ui
