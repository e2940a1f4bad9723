// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The parameter table: every parameter is declared once, with symbol, unit, range, default, help
// and the field it lives in. The row drives reading and writing of files, range checks, paths,
// edits and the inspector, so adding a parameter is a field, a row, and its use. Constant data, any
// thread.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/project.h"

namespace vle {

enum class ParameterType {
  Bool,
  Integer,
  Number,
  Choice,
  Value,
  Pattern,
  Optimizer,
  Signal,
  HeldOut
};

/// The tables: one for every kind of spec.
enum class ParameterTable { Settings, HeldOut, Input, Layer, Target, Node, Projection, Feedback };
inline constexpr std::array kParameterTables = {
    ParameterTable::Settings,   ParameterTable::HeldOut, ParameterTable::Input,
    ParameterTable::Layer,      ParameterTable::Target,  ParameterTable::Node,
    ParameterTable::Projection, ParameterTable::Feedback};

/// One thing that has parameters.
struct Item {
  enum class Kind { Settings, Node, Projection };
  Kind kind = Kind::Settings;
  std::uint32_t id = 0;  ///< 0 for the settings
  bool operator==(const Item&) const = default;
};

/// Which values of a choice of the same table a parameter is used with.
struct ParameterUse {
  std::string_view choice = {};               ///< key of the choice; "": it is always used
  std::span<const std::string_view> by = {};  ///< values that use it
  std::string_view otherwise = {};            ///< why the others do not, as half a sentence
};

/// What is known about a parameter, whoever owns it.
struct ParameterInfo {
  std::string_view key = {};     ///< in files and paths
  std::string_view symbol = {};  ///< in equations, UTF-8
  std::string_view label = {};
  std::string_view unit = {};  ///< "" for dimensionless
  std::string_view doc = {};   ///< one sentence
  double minimum = -kNever;
  double maximum = kNever;
  bool above_minimum = false;      ///< the minimum itself is not allowed
  bool logarithmic = false;        ///< spans decades: sliders are logarithmic
  bool is_initial = false;         ///< learning changes it; the spec holds the initial value
  bool per_variant = true;         ///< a variant may override it
  std::string_view infinite = {};  ///< the word for infinity in files, "" if it has none
  double usual_low = 0;            ///< where sliders lead; fields take the whole range …
  double usual_high = 0;           ///< … and without a usual range there is no slider
  bool is_rare = false;            ///< seldom touched: shown below the others
  ParameterUse use = {};           ///< it is shown where it is used
  /// Trained weights that stand in the place of the value; nullptr if there are none of its kind.
  std::vector<double> Weights::*trained = nullptr;
  std::span<const std::string_view> choices = {};
  ParameterType type = ParameterType::Number;
  ParameterTable table = ParameterTable::Settings;  ///< which has the row
};

/// A row: the knowledge, and access to the field.
template <class Spec>
struct Parameter : ParameterInfo {
  ParameterValue (*read)(const Spec&) = nullptr;
  /// @pre the alternative of the value is the one `read` gives
  void (*write)(Spec&, const ParameterValue&) = nullptr;
  Value Spec::*value = nullptr;  ///< the field, where the type is Value
};

/// The rows of one kind of spec, in the order files are written.
template <class Spec>
[[nodiscard]] std::span<const Parameter<Spec>> parameters();
template <>
std::span<const Parameter<Settings>> parameters();
template <>
std::span<const Parameter<HeldOutSpec>> parameters();
template <>
std::span<const Parameter<NodeSpec>> parameters();
template <>
std::span<const Parameter<InputSpec>> parameters();
template <>
std::span<const Parameter<LayerSpec>> parameters();
template <>
std::span<const Parameter<TargetSpec>> parameters();
template <>
std::span<const Parameter<ProjectionSpec>> parameters();
template <>
std::span<const Parameter<FeedbackSpec>> parameters();

/// The row with this key; nullptr if there is none.
template <class Spec>
[[nodiscard]] const Parameter<Spec>* findParameter(std::string_view key) {
  for (const Parameter<Spec>& row : parameters<Spec>()) {
    if (row.key == key) return &row;
  }
  return nullptr;
}

/// Counts every key whose value is not the default as written, as a file that is saved and opened
/// again does. For what is made by the program: a wildcard path must not wait for the next opening.
void markWritten(NodeSpec& node);
void markWritten(ProjectionSpec& projection);
void markWritten(Settings& settings);

/// The names a choice is written with, e.g. nameOf(Activation::Tanh) = "tanh".
[[nodiscard]] std::string_view nameOf(Activation);
[[nodiscard]] std::string_view nameOf(FeedbackKind);
[[nodiscard]] std::string_view nameOf(Plot::Kind);
[[nodiscard]] std::span<const std::string_view> plotKinds();

/// Checks one number against a row: "tau_m is -3 ms, must be > 0 ms"; nothing if it is in range.
[[nodiscard]] std::optional<std::string> checkRange(const ParameterInfo& info, double value);

/// Checks every number a value contains. Draws are checked where they are bounded.
[[nodiscard]] std::optional<std::string> checkRange(const ParameterInfo& info,
                                                    const ParameterValue& value);

}  // namespace vle
