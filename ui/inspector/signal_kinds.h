// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of signal kinds: title, sentence, a fresh signal, and the numbers it is made of. A new
// kind of signal whose parts are numbers needs a row here and nothing else in the inspector.
// Constant data, GUI thread.
#pragma once

#include <span>
#include <vector>

#include "model/parameters.h"

namespace vle::ui {

/// One number of a signal.
struct SignalField : ParameterInfo {
  double (*read)(const SignalSpec&) = nullptr;
  /// @pre the signal is of the kind of the row
  void (*write)(SignalSpec&, double) = nullptr;
};

struct SignalKind {
  const char* title;
  const char* doc;
  SignalSpec fresh;  ///< as it is when it is chosen, before it is fitted to the channels
  std::vector<SignalField> fields;
};

/// In order of the alternatives of SignalSpec.
[[nodiscard]] std::span<const SignalKind> signalKinds();

}  // namespace vle::ui
