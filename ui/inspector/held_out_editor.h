// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The editor of the held-out test: its numbers, and the signals that inputs and targets have in it.
// GUI thread.
#pragma once

#include <optional>

#include <QCheckBox>

#include "inspector/choice_box.h"
#include "inspector/signal_editor.h"
#include "inspector/structured_editors.h"

namespace vle::ui {

/// Whether the network is tested on other signals, for how long, how often, and which inputs get
/// signals of their own.
class TestEditor : public ParameterEditor {
  Q_OBJECT

 public:
  TestEditor(const ParameterInfo& info, const Theme& theme, QWidget* parent);
  void setValue(const ParameterValue& value, bool varies, const Subject& subject) override;
  [[nodiscard]] QString problem() const override;

 private:
  void showInput();

  const Theme& theme_;
  std::optional<HeldOutSpec> test_;
  Subject subject_;
  QCheckBox* on_;
  QWidget* body_;
  NamedNumber* duration_;
  NamedNumber* every_;
  ChoiceBox* inputs_;
  QCheckBox* own_;
  SignalEditor* signal_ = nullptr;  ///< made when an input has a signal of its own
};

}  // namespace vle::ui
