// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The numbers of a random draw: mean and sd, or the bounds, and whether the fan-in divides them.
// Used by the editor of values. GUI thread.
#pragma once

#include <array>

#include <QCheckBox>
#include <QLabel>

#include "inspector/number_entry.h"
#include "inspector/parameter_editor.h"

namespace vle::ui {

class DrawEditor : public ParameterEditor {
  Q_OBJECT

 public:
  DrawEditor(const ParameterInfo& info, QWidget* parent);

  /// @param value  a Value that holds a Draw
  void setValue(const ParameterValue& value, bool varies, const Subject& subject) override;

 private:
  void show();
  void commit();

  Draw draw_;
  std::array<QLabel*, 2> labels_{};
  std::array<NumberEntry*, 2> numbers_{};
  QCheckBox* fan_in_;
};

}  // namespace vle::ui
