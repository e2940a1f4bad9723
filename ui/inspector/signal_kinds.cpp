// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/signal_kinds.h"

#include <cmath>

#include <QCoreApplication>

namespace vle::ui {

namespace {

template <class Pointer>
struct MemberOf;
template <class S, class F>
struct MemberOf<F S::*> {
  using Signal = S;
  using Field = F;
};

/// A row for a field of a signal.
template <auto Member>
SignalField field(ParameterInfo info) {
  using Signal = typename MemberOf<decltype(Member)>::Signal;
  using Field = typename MemberOf<decltype(Member)>::Field;
  info.type = std::is_same_v<Field, std::int64_t> ? ParameterType::Integer : ParameterType::Number;
  SignalField row{info};
  row.read = [](const SignalSpec& signal) {
    return static_cast<double>(std::get<Signal>(signal).*Member);
  };
  row.write = [](SignalSpec& signal, double value) {
    std::get<Signal>(signal).*Member = static_cast<Field>(value);
  };
  return row;
}

constexpr ParameterInfo level(std::string_view key, std::string_view label, std::string_view doc) {
  return {.key = key, .label = label, .doc = doc, .usual_low = -2, .usual_high = 2};
}
constexpr ParameterInfo time(std::string_view key, std::string_view label, std::string_view doc,
                             double high) {
  return {.key = key, .label = label, .unit = "ms", .doc = doc, .minimum = 0, .usual_high = high};
}
constexpr ParameterInfo duration(std::string_view key, std::string_view label, std::string_view doc,
                                 double low, double high) {
  return {.key = key,
          .label = label,
          .unit = "ms",
          .doc = doc,
          .minimum = 0,
          .above_minimum = true,
          .logarithmic = true,
          .usual_low = low,
          .usual_high = high};
}
constexpr ParameterInfo frequency(std::string_view key, std::string_view label,
                                  std::string_view doc, bool may_be_zero) {
  return {.key = key,
          .label = label,
          .unit = "Hz",
          .doc = doc,
          .minimum = 0,
          .above_minimum = !may_be_zero,
          .logarithmic = true,
          .usual_low = 0.1,
          .usual_high = 500};
}

ParameterInfo redraw() {
  ParameterInfo info =
      duration("redraw", "Redraw", "How often all sines are drawn anew.", 100, 100000);
  info.infinite = "never";
  return info;
}

}  // namespace

std::span<const SignalKind> signalKinds() {
#define VLE_NAME(text) QT_TRANSLATE_NOOP("SignalKinds", text)
  static const SignalKind kKinds[] = {
      {VLE_NAME("Constant"), VLE_NAME("The same value at all times."), ConstantSignal{}, {}},
      {VLE_NAME("Step"),
       VLE_NAME("One value until a time, another from then on."),
       StepSignal{.t = 1000},
       {field<&StepSignal::before>(level("before", "Before", "Value until the step.")),
        field<&StepSignal::after>(level("after", "After", "Value from the step on.")),
        field<&StepSignal::t>(time("t", "Time", "When it changes.", 10000))}},
      {VLE_NAME("Pulses"),
       VLE_NAME("A base with a pulse once or again and again."),
       PulseSignal{.period = 100},
       {field<&PulseSignal::base>(level("base", "Base", "Value between pulses.")),
        field<&PulseSignal::height>(level("height", "Height", "What a pulse adds.")),
        field<&PulseSignal::start>(time("start", "Start", "Of the first pulse.", 1000)),
        field<&PulseSignal::width>(duration("width", "Width", "Of each pulse.", 0.1, 1000)),
        field<&PulseSignal::period>(
            time("period", "Period", "From pulse to pulse; 0: only one.", 2000))}},
      {VLE_NAME("Sum of sines"),
       VLE_NAME("a sin(2π f t + phase), any number a channel."),
       SinesSignal{{{Sine{.f = 10}}}},
       {}},
      {VLE_NAME("Random sines"),
       VLE_NAME("Sines with random frequencies and phases in every channel."),
       RandomSinesSignal{},
       {field<&RandomSinesSignal::count>({.key = "count",
                                          .label = "Sines",
                                          .doc = "How many are added in each channel.",
                                          .minimum = 1,
                                          .maximum = static_cast<double>(kMaxRandomSines),
                                          .usual_low = 1,
                                          .usual_high = 20}),
        field<&RandomSinesSignal::lowest>(
            frequency("lowest f", "Lowest f", "Drawn log-uniformly from here …", false)),
        field<&RandomSinesSignal::highest>(
            frequency("highest f", "Highest f", "… to here.", false)),
        field<&RandomSinesSignal::a>(level("a", "Amplitude", "Of each sine.")),
        field<&RandomSinesSignal::redraw>(redraw())}},
      {VLE_NAME("Square wave"),
       VLE_NAME("High for half a period, low for the other half."),
       SquareSignal{},
       {field<&SquareSignal::low>(level("low", "Low", "Value of the second half.")),
        field<&SquareSignal::high>(level("high", "High", "Value of the first half.")),
        field<&SquareSignal::period>(duration("period", "Period", "High and low.", 1, 10000)),
        field<&SquareSignal::smooth>(
            time("smooth", "Smooth", "Standard deviation of the Gaussian that smooths the edges.",
                 100))}},
      {VLE_NAME("Chirp"),
       VLE_NAME("A sine whose frequency goes from one to another, again and again."),
       ChirpSignal{},
       {field<&ChirpSignal::from>(frequency("from", "From", "Frequency at the start.", true)),
        field<&ChirpSignal::to>(frequency("to", "To", "Frequency at the end.", true)),
        field<&ChirpSignal::duration>(
            duration("duration", "Duration", "Of one sweep.", 10, 100000)),
        field<&ChirpSignal::a>(level("a", "Amplitude", "Of the sine."))}},
      {VLE_NAME("Noise"),
       VLE_NAME("Ornstein–Uhlenbeck noise with mean 0."),
       NoiseSignal{},
       {field<&NoiseSignal::tau>(
            duration("tau", "Time constant", "Of the autocorrelation.", 0.1, 1000)),
        field<&NoiseSignal::sd>({.key = "sd",
                                 .label = "Deviation",
                                 .doc = "Standard deviation of the values.",
                                 .minimum = 0,
                                 .usual_high = 2})}},
      {VLE_NAME("Drawn"),
       VLE_NAME("Played once from t = 0; the last value holds."),
       SamplesSignal{},
       {}},
      {VLE_NAME("CSV file"),
       VLE_NAME("Columns of a table, played at their times, or each row held for an interval."),
       FileSignal{},
       {field<&FileSignal::interval>(
           duration("interval", "Interval", "How long each row is held.", 0.1, 100))}},
      {VLE_NAME("Live"),
       VLE_NAME("Set from outside while the simulation runs."),
       LiveSignal{},
       {field<&LiveSignal::low>(level("low", "Lowest", "Lower end of the range.")),
        field<&LiveSignal::high>(level("high", "Highest", "Upper end of the range."))}},
      {VLE_NAME("Delayed input"),
       VLE_NAME("What an input had some time ago; 0 before."),
       DelaySignal{},
       {field<&DelaySignal::by>(time("by", "Delay", "How much later it is heard.", 1000))}},
  };
#undef VLE_NAME
  static_assert(std::size(kKinds) == std::variant_size_v<SignalSpec>);
  return kKinds;
}

}  // namespace vle::ui
