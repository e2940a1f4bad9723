// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/parameters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

#include "base/text.h"
#include "model/feedback_traits.h"

namespace vle {

namespace {

constexpr std::array<std::string_view, 3> kRules = {"local", "instantaneous", "bptt"};
constexpr std::array<std::string_view, 1> kHasWindows = {"bptt"};
constexpr std::array<std::string_view, 5> kPlotKinds = {"time", "xy", "spectrum", "heat", "loss"};

/// Names of the kinds of feedback that use a parameter.
template <bool FeedbackUses::*kUse>
std::span<const std::string_view> usersOf() {
  static const auto names = [] {
    std::vector<std::string_view> users;
    for (const FeedbackTraits& traits : feedbackTraits()) {
      if (traits.uses.*kUse) users.push_back(traits.name);
    }
    return users;
  }();
  return names;
}

template <class Field>
constexpr ParameterType typeOf() {
  if constexpr (std::is_same_v<Field, bool>)
    return ParameterType::Bool;
  else if constexpr (std::is_enum_v<Field>)
    return ParameterType::Choice;
  else if constexpr (std::is_same_v<Field, std::int64_t>)
    return ParameterType::Integer;
  else if constexpr (std::is_same_v<Field, double>)
    return ParameterType::Number;
  else if constexpr (std::is_same_v<Field, Value>)
    return ParameterType::Value;
  else if constexpr (std::is_same_v<Field, Pattern>)
    return ParameterType::Pattern;
  else if constexpr (std::is_same_v<Field, Optimizer>)
    return ParameterType::Optimizer;
  else if constexpr (std::is_same_v<Field, std::optional<HeldOutSpec>>)
    return ParameterType::HeldOut;
  else
    return ParameterType::Signal;
}

template <class Spec>
constexpr ParameterTable tableOf() {
  if constexpr (std::is_same_v<Spec, Settings>)
    return ParameterTable::Settings;
  else if constexpr (std::is_same_v<Spec, HeldOutSpec>)
    return ParameterTable::HeldOut;
  else if constexpr (std::is_same_v<Spec, InputSpec>)
    return ParameterTable::Input;
  else if constexpr (std::is_same_v<Spec, LayerSpec>)
    return ParameterTable::Layer;
  else if constexpr (std::is_same_v<Spec, TargetSpec>)
    return ParameterTable::Target;
  else if constexpr (std::is_same_v<Spec, NodeSpec>)
    return ParameterTable::Node;
  else if constexpr (std::is_same_v<Spec, ProjectionSpec>)
    return ParameterTable::Projection;
  else
    return ParameterTable::Feedback;
}

template <class Pointer>
struct MemberOf;
template <class S, class F>
struct MemberOf<F S::*> {
  using Spec = S;
  using Field = F;
};

std::span<const std::string_view> namesOf(Activation) { return kActivations; }
std::span<const std::string_view> namesOf(FeedbackKind) {
  static const auto names = [] {
    std::vector<std::string_view> all;
    for (const FeedbackTraits& traits : feedbackTraits()) all.push_back(traits.name);
    return all;
  }();
  return names;
}
std::span<const std::string_view> namesOf(Rule) { return kRules; }

/// A row for a field: its type, choices and access follow from the member pointer.
template <auto Member>
auto row(ParameterInfo info) {
  using Spec = typename MemberOf<decltype(Member)>::Spec;
  using Field = typename MemberOf<decltype(Member)>::Field;
  info.type = typeOf<Field>();
  info.table = tableOf<Spec>();
  Parameter<Spec> parameter{info};
  if constexpr (std::is_same_v<Field, Value>) parameter.value = Member;
  if constexpr (std::is_enum_v<Field>) {
    parameter.choices = namesOf(Field{});
    parameter.read = [](const Spec& spec) -> ParameterValue {
      return std::string(namesOf(Field{})[static_cast<std::size_t>(spec.*Member)]);
    };
    parameter.write = [](Spec& spec, const ParameterValue& value) {
      const auto names = namesOf(Field{});
      const auto found = std::ranges::find(names, std::get<std::string>(value));
      spec.*Member = static_cast<Field>(found - names.begin());
    };
  } else {
    parameter.read = [](const Spec& spec) -> ParameterValue { return spec.*Member; };
    parameter.write = [](Spec& spec, const ParameterValue& value) {
      spec.*Member = std::get<Field>(value);
    };
  }
  return parameter;
}

std::string limitText(const ParameterInfo& info, const std::string& value) {
  const std::string unit = info.unit.empty() ? "" : " " + std::string(info.unit);
  std::string text = std::string(info.key) + " is " + value + unit + ", must be ";
  const bool low = std::isfinite(info.minimum);
  const bool high = std::isfinite(info.maximum);
  if (!low && !high) return text + "finite";
  if (low) text += (info.above_minimum ? "> " : ">= ") + formatNumber(info.minimum) + unit;
  if (low && high) text += " and ";
  if (high) text += "<= " + formatNumber(info.maximum) + unit;
  return text;
}

struct RangeCheck {
  const ParameterInfo& info;

  std::optional<std::string> operator()(double value) const { return checkRange(info, value); }
  std::optional<std::string> operator()(const List& list) const {
    for (const double value : list) {
      if (auto wrong = checkRange(info, value)) return wrong;
    }
    return std::nullopt;
  }
  std::optional<std::string> operator()(const Rows& rows) const {
    for (const List& row : rows) {
      if (auto wrong = (*this)(row)) return wrong;
    }
    return std::nullopt;
  }
  std::optional<std::string> operator()(const Draw& draw) const {
    const std::string key(info.key);
    if (!std::isfinite(draw.a) || !std::isfinite(draw.b)) {
      return "the draw of " + key + " has a bound that is not finite";
    }
    if (draw.kind == Draw::Kind::Normal) {
      return draw.b >= 0 ? std::nullopt
                         : std::optional("the normal draw of " + key + " has a negative sd, " +
                                         formatNumber(draw.b));
    }
    if (draw.a > draw.b) {
      return "the draw of " + key + " has its lower bound " + formatNumber(draw.a) +
             " above its upper bound " + formatNumber(draw.b);
    }
    if (draw.kind == Draw::Kind::LogUniform && draw.a <= 0) {
      return "the log-uniform draw of " + key + " needs a lower bound above 0, has " +
             formatNumber(draw.a);
    }
    if (auto wrong = checkRange(info, draw.a)) return wrong;
    return checkRange(info, draw.b);
  }
  std::optional<std::string> operator()(const Reference& reference) const {
    if (!std::isfinite(reference.times)) {
      return "the factor 'times' of " + std::string(info.key) + " is not finite";
    }
    for (const Value& plus : reference.plus) {  // added to something: only finiteness is known
      ParameterInfo unbounded = info;
      unbounded.minimum = -kNever;
      unbounded.maximum = kNever;
      if (auto wrong = std::visit(RangeCheck{unbounded}, plus.form)) return wrong;
    }
    return std::nullopt;
  }
};

template <class Spec>
void markRows(const Spec& spec, WrittenKeys& written) {
  static const Spec defaults;
  for (const Parameter<Spec>& row : parameters<Spec>()) {
    if (row.read(spec) != row.read(defaults)) written.emplace(row.key);
  }
}

}  // namespace

template <>
std::span<const Parameter<Settings>> parameters() {
  static const std::array rows = {
      row<&Settings::dt>({.key = "dt",
                          .symbol = "dt",
                          .label = "Time step",
                          .unit = "ms",
                          .doc = "Step of the forward Euler scheme.",
                          .minimum = 0,
                          .above_minimum = true,
                          .logarithmic = true,
                          .per_variant = false,
                          .usual_low = 0.01,
                          .usual_high = 1}),
      row<&Settings::duration>({.key = "duration",
                                .symbol = "T",
                                .label = "Duration",
                                .unit = "ms",
                                .doc = "Length of a run from the command line.",
                                .minimum = 0,
                                .above_minimum = true,
                                .logarithmic = true,
                                .per_variant = false,
                                .usual_low = 1000,
                                .usual_high = 1000000}),
      row<&Settings::seed>({.key = "seed",
                            .symbol = "",
                            .label = "Seed",
                            .unit = "",
                            .doc = "Key of every random draw.",
                            .minimum = 0,
                            .maximum = 9007199254740992.0}),
      row<&Settings::speed>({.key = "speed",
                             .symbol = "",
                             .label = "Speed at opening",
                             .unit = "",
                             .doc = "Multiple of real time at opening.",
                             .minimum = 0,
                             .above_minimum = true,
                             .logarithmic = true,
                             .per_variant = false,
                             .infinite = "unlimited",
                             .usual_low = 0.01,
                             .usual_high = 1000}),
      row<&Settings::rule>({.key = "rule",
                            .symbol = "",
                            .label = "Rule",
                            .unit = "",
                            .doc = "Local errors, errors without filters, or backpropagation "
                                   "through time over a window."}),
      row<&Settings::window>({.key = "window",
                              .symbol = "T_w",
                              .label = "Window",
                              .unit = "ms",
                              .doc = "One update per window; rule bptt only.",
                              .minimum = 0,
                              .above_minimum = true,
                              .logarithmic = true,
                              .usual_low = 10,
                              .usual_high = 1000,
                              .use = {"rule", kHasWindows, "only the rule bptt has windows"}}),
      row<&Settings::learning>({.key = "learning",
                                .symbol = "",
                                .label = "Learning at the start",
                                .unit = "",
                                .doc = "Master switch of all plasticity."}),
      row<&Settings::learn_from>({.key = "learn_from",
                                  .symbol = "",
                                  .label = "Learn from",
                                  .unit = "ms",
                                  .doc = "Plasticity starts at this time.",
                                  .minimum = 0,
                                  .usual_high = 10000,
                                  .is_rare = true}),
      row<&Settings::learn_until>({.key = "learn_until",
                                   .symbol = "",
                                   .label = "Learn until",
                                   .unit = "ms",
                                   .doc = "Plasticity ends at this time.",
                                   .minimum = 0,
                                   .infinite = "never",
                                   .usual_high = 100000,
                                   .is_rare = true}),
      row<&Settings::optimizer>({.key = "optimizer",
                                 .symbol = "",
                                 .label = "Optimizer",
                                 .unit = "",
                                 .doc = "How a gradient becomes a change."}),
      row<&Settings::clamp_tau>({.key = "clamp_tau",
                                 .symbol = "",
                                 .label = "Lower bound of τ",
                                 .unit = "ms",
                                 .doc = "Learned time constants stay above this; 0 means 10 dt.",
                                 .minimum = 0,
                                 .usual_high = 10,
                                 .is_rare = true}),
      row<&Settings::threshold>({.key = "threshold",
                                 .symbol = "",
                                 .label = "Solved below",
                                 .unit = "",
                                 .doc = "Loss below which a task counts as solved.",
                                 .minimum = 0,
                                 .logarithmic = true,
                                 .usual_low = 1e-05,
                                 .usual_high = 0.1,
                                 .is_rare = true}),
      row<&Settings::test>({.key = "test",
                            .symbol = "",
                            .label = "Held-out test",
                            .unit = "",
                            .doc = "Other signals, played to a copy that does not learn.",
                            .is_rare = true}),
  };
  return rows;
}

template <>
std::span<const Parameter<HeldOutSpec>> parameters() {
  static const std::array rows = {
      row<&HeldOutSpec::duration>({.key = "duration",
                                   .symbol = "",
                                   .label = "Duration",
                                   .unit = "ms",
                                   .doc = "Of one test.",
                                   .minimum = 0,
                                   .above_minimum = true,
                                   .logarithmic = true,
                                   .usual_low = 100,
                                   .usual_high = 10000}),
      row<&HeldOutSpec::every>({.key = "every",
                                .symbol = "",
                                .label = "Every",
                                .unit = "ms",
                                .doc = "Between two tests; never: only at the end of a run.",
                                .minimum = 0,
                                .above_minimum = true,
                                .logarithmic = true,
                                .infinite = "never",
                                .usual_low = 100,
                                .usual_high = 100000}),
  };
  return rows;
}

template <>
std::span<const Parameter<NodeSpec>> parameters() {
  static const std::array rows = {
      row<&NodeSpec::size>({.key = "size",
                            .symbol = "n",
                            .label = "Neurons",
                            .unit = "",
                            .doc = "Number of neurons or channels.",
                            .minimum = 1,
                            .maximum = static_cast<double>(kMaxNeurons),
                            .logarithmic = true,
                            .per_variant = false,
                            .usual_low = 1,
                            .usual_high = 100}),
  };
  return rows;
}

template <>
std::span<const Parameter<InputSpec>> parameters() {
  static const std::array rows = {
      row<&InputSpec::signal>({.key = "signal",
                               .symbol = "x",
                               .label = "Signal",
                               .unit = "",
                               .doc = "The rate of this input over time."}),
  };
  return rows;
}

template <>
std::span<const Parameter<LayerSpec>> parameters() {
  static const std::array rows = {
      row<&LayerSpec::activation>({.key = "activation",
                                   .symbol = "φ",
                                   .label = "Activation",
                                   .unit = "",
                                   .doc = "Rate as a function of the prospective potential."}),
      row<&LayerSpec::tau_m>({.key = "tau_m",
                              .symbol = "τ_m",
                              .label = "Membrane time constant",
                              .unit = "ms",
                              .doc = "Low-pass of the inputs; look-ahead of the error.",
                              .minimum = 0,
                              .above_minimum = true,
                              .logarithmic = true,
                              .is_initial = true,
                              .usual_low = 0.1,
                              .usual_high = 100}),
      row<&LayerSpec::tau_r>({.key = "tau_r",
                              .symbol = "τ_r",
                              .label = "Prospective time constant",
                              .unit = "ms",
                              .doc = "Look-ahead of the rate; low-pass of the error.",
                              .minimum = 0,
                              .above_minimum = true,
                              .logarithmic = true,
                              .is_initial = true,
                              .usual_low = 0.1,
                              .usual_high = 100}),
      row<&LayerSpec::bias>({.key = "bias",
                             .symbol = "b",
                             .label = "Bias",
                             .unit = "",
                             .doc = "Constant input of each neuron.",
                             .is_initial = true,
                             .usual_low = -2,
                             .usual_high = 2}),
      row<&LayerSpec::gamma>({.key = "gamma",
                              .symbol = "γ",
                              .label = "Error coupling",
                              .unit = "",
                              .doc = "How strongly the error acts on the membrane.",
                              .minimum = 0,
                              .usual_high = 1,
                              .is_rare = true}),
      row<&LayerSpec::learn_bias>({.key = "learn_bias",
                                   .symbol = "η_b",
                                   .label = "Learning rate of b",
                                   .unit = "1/ms",
                                   .doc = "0 keeps the bias as it is.",
                                   .minimum = 0,
                                   .logarithmic = true,
                                   .usual_low = 1e-05,
                                   .usual_high = 1}),
      row<&LayerSpec::learn_tau_m>({.key = "learn_tau_m",
                                    .symbol = "η_τ",
                                    .label = "Learning rate of τ_m",
                                    .unit = "ms",
                                    .doc = "0 keeps the membrane time constant as it is.",
                                    .minimum = 0,
                                    .logarithmic = true,
                                    .usual_low = 0.001,
                                    .usual_high = 100,
                                    .is_rare = true}),
      row<&LayerSpec::learn_tau_r>({.key = "learn_tau_r",
                                    .symbol = "η_τr",
                                    .label = "Learning rate of τ_r",
                                    .unit = "ms",
                                    .doc = "0 keeps the prospective time constant as it is.",
                                    .minimum = 0,
                                    .logarithmic = true,
                                    .usual_low = 0.001,
                                    .usual_high = 100,
                                    .is_rare = true}),
  };
  return rows;
}

template <>
std::span<const Parameter<TargetSpec>> parameters() {
  static const std::array rows = {
      row<&TargetSpec::beta>({.key = "beta",
                              .symbol = "β",
                              .label = "Nudging strength",
                              .unit = "",
                              .doc = "Output error is beta times (target minus rate).",
                              .minimum = 0,
                              .usual_high = 5}),
  };
  return rows;
}

template <>
std::span<const Parameter<ProjectionSpec>> parameters() {
  static const std::array rows = {
      row<&ProjectionSpec::pattern>({.key = "pattern",
                                     .symbol = "",
                                     .label = "Pattern",
                                     .unit = "",
                                     .doc = "Which synapses exist."}),
      row<&ProjectionSpec::W>({.key = "W",
                               .symbol = "W",
                               .label = "Forward weights",
                               .unit = "",
                               .doc = "From the rate below to the potential above.",
                               .is_initial = true,
                               .usual_low = -3,
                               .usual_high = 3,
                               .trained = &Weights::W}),
      row<&ProjectionSpec::learn>({.key = "learn",
                                   .symbol = "η_W",
                                   .label = "Learning rate of W",
                                   .unit = "1/ms",
                                   .doc = "0 keeps the weights as they are.",
                                   .minimum = 0,
                                   .logarithmic = true,
                                   .usual_low = 1e-05,
                                   .usual_high = 1}),
      row<&ProjectionSpec::decay>({.key = "decay",
                                   .symbol = "λ_d",
                                   .label = "Weight decay",
                                   .unit = "1/ms",
                                   .doc = "Pulls the weights towards 0.",
                                   .minimum = 0,
                                   .logarithmic = true,
                                   .usual_low = 1e-06,
                                   .usual_high = 0.1,
                                   .is_rare = true}),
  };
  return rows;
}

template <>
std::span<const Parameter<FeedbackSpec>> parameters() {
  static const std::array rows = {
      row<&FeedbackSpec::kind>({.key = "kind",
                                .symbol = "B",
                                .label = "Feedback",
                                .unit = "",
                                .doc = "How the backward weights come about."}),
      row<&FeedbackSpec::B>({.key = "B",
                             .symbol = "B",
                             .label = "Feedback weights",
                             .unit = "",
                             .doc = "From the error above to the error below.",
                             .is_initial = true,
                             .usual_low = -3,
                             .usual_high = 3,
                             .use = {"kind", usersOf<&FeedbackUses::B>(), "B is made of W"},
                             .trained = &Weights::B}),
      row<&FeedbackSpec::learn>({.key = "learn",
                                 .symbol = "η_B",
                                 .label = "Learning rate of B",
                                 .unit = "1/ms",
                                 .doc = "Speed of gain alignment.",
                                 .minimum = 0,
                                 .logarithmic = true,
                                 .usual_low = 1e-05,
                                 .usual_high = 1,
                                 .use = {"kind", usersOf<&FeedbackUses::learn>(),
                                         "B does not learn at a rate of its own"}}),
      row<&FeedbackSpec::tau_mean>(
          {.key = "tau_mean",
           .symbol = "τ̄",
           .label = "Mean over",
           .unit = "ms",
           .doc = "Time constant of the mean rate that is subtracted.",
           .minimum = 0,
           .above_minimum = true,
           .logarithmic = true,
           .usual_low = 10,
           .usual_high = 10000,
           .use = {"kind", usersOf<&FeedbackUses::tau_mean>(), "no mean is subtracted"}}),
      row<&FeedbackSpec::decay>(
          {.key = "decay",
           .symbol = "λ_kp",
           .label = "Kolen–Pollack decay",
           .unit = "1/ms",
           .doc = "Pulls W and B towards 0 alike, and so B towards Wᵀ.",
           .minimum = 0,
           .logarithmic = true,
           .usual_low = 1e-06,
           .usual_high = 0.1,
           .use = {"kind", usersOf<&FeedbackUses::decay>(), "only kolen-pollack decays B"}}),
      row<&FeedbackSpec::frequency>({.key = "frequency",
                                     .symbol = "f",
                                     .label = "Frequency",
                                     .unit = "Hz",
                                     .doc = "Where analytic feedback has the right gain.",
                                     .minimum = 0,
                                     .logarithmic = true,
                                     .usual_low = 0.1,
                                     .usual_high = 1000,
                                     .use = {"kind", usersOf<&FeedbackUses::frequency>(),
                                             "only analytic B is made for one frequency"}}),
      row<&FeedbackSpec::learn_model>(
          {.key = "learn_model",
           .symbol = "η_M",
           .label = "Learning rate of M",
           .unit = "1/ms",
           .doc = "How fast the error neurons above learn to predict their partners' drive.",
           .minimum = 0,
           .logarithmic = true,
           .usual_low = 1e-05,
           .usual_high = 1,
           .use = {"kind", usersOf<&FeedbackUses::model>(),
                   "only observed feedback has a model M"}}),
  };
  return rows;
}

void markWritten(NodeSpec& node) {
  markRows(node, node.written);
  if (const auto* input = node.input()) {
    markRows(*input, node.written);
    node.written.emplace("signal");  // a file always says it
  }
  if (const auto* layer = node.layer()) markRows(*layer, node.written);
  if (const auto* target = node.target()) markRows(*target, node.written);
}

void markWritten(ProjectionSpec& projection) {
  markRows(projection, projection.written);
  if (projection.feedback) markRows(*projection.feedback, projection.feedback->written);
}

void markWritten(Settings& settings) { markRows(settings, settings.written); }

std::string_view nameOf(Activation kind) { return kActivations[static_cast<std::size_t>(kind)]; }
std::string_view nameOf(FeedbackKind kind) { return feedbackTraits(kind).name; }
std::string_view nameOf(Plot::Kind kind) { return kPlotKinds[static_cast<std::size_t>(kind)]; }
std::span<const std::string_view> plotKinds() { return kPlotKinds; }

std::optional<std::string> checkRange(const ParameterInfo& info, double value) {
  if (std::isinf(value) && value > 0 && !info.infinite.empty()) return std::nullopt;
  const bool low = info.above_minimum ? value > info.minimum : value >= info.minimum;
  if (std::isfinite(value) && low && value <= info.maximum) return std::nullopt;
  return limitText(info, formatNumber(value));
}

std::optional<std::string> checkRange(const ParameterInfo& info, const ParameterValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return checkRange(info, *number);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    // As whole numbers: 2^53 + 1 is no double, and would pass for 2^53.
    const bool fits = (std::isinf(info.minimum) ||
                       *integer >= static_cast<std::int64_t>(std::ceil(info.minimum))) &&
                      (std::isinf(info.maximum) ||
                       *integer <= static_cast<std::int64_t>(std::floor(info.maximum)));
    return fits ? std::nullopt : std::optional(limitText(info, std::to_string(*integer)));
  }
  if (const auto* form = std::get_if<Value>(&value)) {
    return std::visit(RangeCheck{info}, form->form);
  }
  return std::nullopt;  // choices and structured values are checked where they are read
}

}  // namespace vle
