// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of signal kinds: key, title, sentence, and the numbers a signal is made of with unit,
// range and place in files. Files, range checks, the inspector, its preview and the curves on cards
// read it, so a kind made of numbers is a struct, a row here and its case in sim/signals.cpp.
// Constant data, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/parameters.h"

namespace vle {

/// How a file says a number of a signal.
struct InFile {
  std::string_view key = {};          ///< fields with the same key are a list; "": as the field's
  bool is_required = false;           ///< otherwise the default holds without it
  std::optional<double> unsaid = {};  ///< this number is not written, and always allowed
  std::string_view name = {};         ///< in sentences on its range; "": the key
};

/// One number of a signal; its default is that of the struct.
struct SignalField : ParameterInfo {
  double (*read)(const SignalSpec&) = nullptr;
  /// @pre the signal is of the kind of the row
  void (*write)(SignalSpec&, double) = nullptr;
  InFile file = {};
};

struct SignalKind {
  /// What stands behind the key in a file: the fields in order, or by name, or what the codec
  /// knows.
  enum class Form { InOrder, ByKey, Own };

  std::string_view key = {};
  std::string_view title = {};
  std::string_view doc = {};
  SignalSpec usual = {};  ///< as it is when it is chosen, before it is fitted to the channels
  std::vector<SignalField> fields = {};
  Form form = Form::ByKey;
  bool is_random = false;  ///< drawn anew for every seed
  /// How long the preview shows it, ms.
  /// @param dt  ms a step
  double (*preview)(const SignalSpec&, double dt) = nullptr;
  /// How long the curve on a card shows it, ms; nullptr or 0 if only a run knows the curve.
  double (*card)(const SignalSpec&) = nullptr;
  /// What the ranges of single fields do not say; nothing if it can drive `size` channels.
  std::optional<std::string> (*problem)(const SignalSpec&, std::int64_t size) = nullptr;
  /// The time after which it repeats, ms; 0 if it does not.
  double (*period)(const SignalSpec&) = nullptr;
  SignalSpec blank = {};  ///< every number at its default
};

/// In order of the alternatives of SignalSpec.
[[nodiscard]] std::span<const SignalKind> signalKinds();

[[nodiscard]] inline const SignalKind& kindOf(const SignalSpec& signal) {
  return signalKinds()[signal.index()];
}

}  // namespace vle
