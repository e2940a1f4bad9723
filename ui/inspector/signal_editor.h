// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The editor of signals: the kind, its numbers from the table of kinds, what is more than numbers
// (values, sines, a drawing, a file), and a preview. What would make a signal unplayable is refused
// with the sentence. GUI thread.
#pragma once

#include <array>
#include <vector>

#include <QVBoxLayout>

#include "inspector/file_signal_editor.h"
#include "inspector/parameter_editor.h"
#include "inspector/signal_pad.h"
#include "inspector/signal_preview.h"
#include "inspector/sines_editor.h"
#include "inspector/structured_editors.h"
#include "inspector/value_editor.h"

namespace vle::ui {

class SignalEditor : public ParameterEditor {
  Q_OBJECT

 public:
  SignalEditor(const ParameterInfo& info, const Theme& theme, QWidget* parent);

  /// The subject's items are inputs or targets; numbers of channels are those of the first.
  void setValue(const ParameterValue& value, bool varies, const Subject& subject) override;
  [[nodiscard]] QString problem() const override;
  /// The signal is of a node whose number of channels stays: a file must have as many columns.
  void keepChannels() { has_own_node_ = false; }

 private:
  struct Field {
    std::size_t kind;   ///< in signalKinds()
    std::size_t index;  ///< of its fields
    NamedNumber* number;
  };

  /// The widgets of a kind, made when it is first shown.
  QWidget& page(std::size_t kind);
  void makePart(std::size_t kind, QVBoxLayout& layout);
  void choose(int kind);
  void showKind(std::size_t kind);
  void propose(const SignalSpec& signal, bool continues);
  /// The inputs that this one can be a delayed copy of.
  [[nodiscard]] std::vector<NodeId> delayable() const;
  [[nodiscard]] std::int64_t size() const;

  const Theme& theme_;
  SignalSpec signal_;
  Subject subject_;
  ChoiceBox* kind_;
  QLabel* doc_;
  std::array<QWidget*, std::variant_size_v<SignalSpec>> pages_{};
  std::vector<Field> fields_;
  ValueEditor* constant_ = nullptr;
  SinesEditor* sines_ = nullptr;
  SamplesEditor* samples_ = nullptr;
  FileSignalEditor* file_ = nullptr;
  ChoiceBox* delayed_ = nullptr;  ///< which input is delayed; its data are ids
  SignalPreview* preview_;
  bool has_own_node_ = true;  // that follows the number of columns
};

}  // namespace vle::ui
