// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/signal_kinds.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace vle {

namespace {

template <class Pointer>
struct SignalMemberOf;
template <class S, class F>
struct SignalMemberOf<F S::*> {
  using Signal = S;
  using Field = F;
};

/// A row for a field of a signal.
template <auto Member>
SignalField field(ParameterInfo info, InFile file = {}) {
  using Signal = typename SignalMemberOf<decltype(Member)>::Signal;
  using Field = typename SignalMemberOf<decltype(Member)>::Field;
  info.type = std::is_same_v<Field, std::int64_t> ? ParameterType::Integer : ParameterType::Number;
  if (file.key.empty()) file.key = info.key;
  if (file.name.empty()) file.name = info.key;
  SignalField row{info};
  row.file = file;
  row.read = [](const SignalSpec& signal) {
    return static_cast<double>(std::get<Signal>(signal).*Member);
  };
  row.write = [](SignalSpec& signal, double value) {
    constexpr double kMostWhole = 9e18;  // fits 64 bits
    if constexpr (std::is_same_v<Field, std::int64_t>) {
      value = std::clamp(value, -kMostWhole, kMostWhole);
    }
    std::get<Signal>(signal).*Member = static_cast<Field>(value);
  };
  return row;
}

/// A function of one kind of signal as a function of any.
template <class Signal, class F>
constexpr auto of(F) {
  return
      [](const SignalSpec& signal, auto... rest) { return F{}(std::get<Signal>(signal), rest...); };
}

constexpr ParameterInfo level(std::string_view key, std::string_view label, std::string_view doc) {
  return {.key = key, .label = label, .doc = doc, .usual_low = -2, .usual_high = 2};
}
constexpr ParameterInfo moment(std::string_view key, std::string_view label, std::string_view doc,
                               double high) {
  return {.key = key, .label = label, .unit = "ms", .doc = doc, .usual_high = high};
}
constexpr ParameterInfo time(std::string_view key, std::string_view label, std::string_view doc,
                             double high) {
  ParameterInfo info = moment(key, label, doc, high);
  info.minimum = 0;
  return info;
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

/// "1 channel", "2 channels"
std::string counted(std::int64_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::optional<std::string> channelProblem(std::size_t channels, std::int64_t size) {
  if (static_cast<std::int64_t>(channels) == size) return std::nullopt;
  return "the signal has " + counted(static_cast<std::int64_t>(channels), "channel") +
         ", the node has " + std::to_string(size);
}

/// "period is 5 ms, must be >= the width, which is 10 ms", where a rule of two numbers is broken.
std::optional<std::string> ruleProblem(const char* name, double value, const char* unit,
                                       bool meets_rule, const std::string& rule, double other) {
  if (meets_rule) return std::nullopt;
  return std::string(name) + " is " + formatNumber(value) + unit + ", must be " + rule +
         ", which is " + formatNumber(other) + unit;
}

/// "base + height is inf, must be finite"
std::optional<std::string> overflow(const char* name, double value) {
  if (std::isfinite(value)) return std::nullopt;
  return std::string(name) + " is " + formatNumber(value) + ", must be finite";
}

std::optional<std::string> constantProblem(const ConstantSignal& signal, std::int64_t) {
  const auto* value = std::get_if<double>(&signal.value.form);
  if (value == nullptr || std::isfinite(*value)) return std::nullopt;
  return "the constant is not finite";
}

std::optional<std::string> pulseProblem(const PulseSignal& signal, std::int64_t) {
  if (auto wrong = overflow("base + height", signal.base + signal.height)) return wrong;
  return ruleProblem("period", signal.period, " ms",
                     signal.period == 0 || signal.period >= signal.width,
                     "0 for one pulse, or >= the width", signal.width);
}

std::optional<std::string> sinesProblem(const SinesSignal& signal, std::int64_t size) {
  constexpr ParameterInfo kFrequency = {.key = "f", .unit = "Hz", .minimum = 0};
  for (const auto& sines : signal.channels) {
    for (const Sine& sine : sines) {
      if (auto wrong = checkRange(kFrequency, sine.f)) return wrong;
      if (!std::isfinite(sine.a + sine.phase)) return "a sine has a number that is not finite";
    }
  }
  return channelProblem(signal.channels.size(), size);
}

std::optional<std::string> randomSinesProblem(const RandomSinesSignal& signal, std::int64_t size) {
  if (size * signal.count > kMaxAllRandomSines) {
    return "the signal has " + std::to_string(size * signal.count) +
           " random sines in all channels, the limit is " + std::to_string(kMaxAllRandomSines);
  }
  return ruleProblem("the upper bound of f", signal.highest, " Hz", signal.highest >= signal.lowest,
                     ">= the lower one", signal.lowest);
}

std::optional<std::string> squareProblem(const SquareSignal& signal, std::int64_t) {
  return overflow("high - low", signal.high - signal.low);
}

std::optional<std::string> samplesProblem(const SamplesSignal& signal, std::int64_t size) {
  for (const List& channel : signal.channels) {
    if (channel.empty()) return "a channel has no samples";
    const bool finite = std::ranges::all_of(channel, [](double x) { return std::isfinite(x); });
    if (!finite) return "a sample is not finite";
  }
  return channelProblem(signal.channels.size(), size);
}

std::optional<std::string> fileProblem(const FileSignal& signal, std::int64_t size) {
  const std::string name = "'" + oneLine(signal.path.substr(0, 256)) + "'";
  if (signal.table == nullptr) return "the file " + name + " of the signal has not been read";
  if (signal.table->rows() == 0) return "the file " + name + " has no rows";
  if (!(signal.step() > 0)) {
    return "no times are taken from the file " + name +
           ", so \"interval\", the ms a row, must be given";
  }
  const std::string& times = signal.table->time;
  const auto columns = static_cast<std::int64_t>(signal.table->columns);
  if (columns == size) return std::nullopt;
  return "the signal has " + counted(columns, "column") + " of the file " + name +
         (times.empty() ? "" : " beside the times in '" + times + "'") + ", the node has " +
         counted(size, "channel");
}

std::optional<std::string> liveProblem(const LiveSignal& signal, std::int64_t) {
  return ruleProblem("the upper bound of the range", signal.high, "", signal.high >= signal.low,
                     ">= the lower one", signal.low);
}

/// A time to show, where what it follows from leads to one.
double orElse(double window, double otherwise) {
  return window > 0 && std::isfinite(window) ? window : otherwise;
}

double sinesPreview(const SinesSignal& signal, double) {
  double slowest = kNever;
  for (const auto& channel : signal.channels) {
    for (const Sine& sine : channel) {
      if (sine.f > 0 && sine.a != 0) slowest = std::min(slowest, sine.f);
    }
  }
  return orElse(2000 / slowest, 100);
}

double samplesPreview(const SamplesSignal& signal, double dt) {
  std::size_t longest = 1;
  for (const List& channel : signal.channels) longest = std::max(longest, channel.size());
  return dt * static_cast<double>(longest);
}

double shortPreview(const SignalSpec&, double) { return 100; }

std::vector<SignalKind> makeKinds() {
  using Form = SignalKind::Form;
  return {
      {.key = "constant",
       .title = "Constant",
       .doc = "The same value at all times.",
       .usual = ConstantSignal{},
       .form = Form::Own,
       .preview = &shortPreview,
       .problem = of<ConstantSignal>([](const auto& x, auto n) { return constantProblem(x, n); }),
       .blank = ConstantSignal{}},
      {.key = "step",
       .title = "Step",
       .doc = "One value until a time, another from then on.",
       .usual = StepSignal{.t = 1000},
       .fields = {field<&StepSignal::before>(level("before", "Before", "Value until the step.")),
                  field<&StepSignal::after>(level("after", "After", "Value from the step on.")),
                  field<&StepSignal::t>(moment("t", "Time", "When it changes.", 10000))},
       .form = Form::InOrder,
       .preview = of<StepSignal>([](const auto& x, double) { return orElse(2 * x.t, 100); }),
       .blank = StepSignal{}},
      {.key = "pulse",
       .title = "Pulses",
       .doc = "A base with a pulse once or again and again.",
       .usual = PulseSignal{.period = 100},
       .fields = {field<&PulseSignal::base>(level("base", "Base", "Value between pulses.")),
                  field<&PulseSignal::height>(level("height", "Height", "What a pulse adds.")),
                  field<&PulseSignal::start>(moment("start", "Start", "Of the first pulse.", 1000)),
                  field<&PulseSignal::width>(
                      duration("width", "Width", "Of each pulse.", 0.1, 1000)),
                  field<&PulseSignal::period>(
                      time("period", "Period", "From pulse to pulse; 0: only one.", 2000))},
       .form = Form::InOrder,
       .preview = of<PulseSignal>([](const auto& x, double) {
         return orElse(x.start + 3 * (x.period > 0 ? x.period : x.width), 100);
       }),
       .card = of<PulseSignal>(
           [](const auto& x) { return x.start + 2 * (x.period > 0 ? x.period : x.width); }),
       .problem = of<PulseSignal>([](const auto& x, auto n) { return pulseProblem(x, n); }),
       .period = of<PulseSignal>([](const auto& x) { return x.period; }),
       .blank = PulseSignal{}},
      {.key = "sines",
       .title = "Sum of sines",
       .doc = "a sin(2π f t + phase), any number per channel.",
       .usual = SinesSignal{{{Sine{.f = 10}}}},
       .form = Form::Own,
       .preview = of<SinesSignal>([](const auto& x, double dt) { return sinesPreview(x, dt); }),
       .problem = of<SinesSignal>([](const auto& x, auto n) { return sinesProblem(x, n); }),
       .blank = SinesSignal{}},
      {.key = "random-sines",
       .title = "Random sines",
       .doc = "Sines with random frequencies and phases in every channel.",
       .usual = RandomSinesSignal{},
       .fields = {field<&RandomSinesSignal::count>({.key = "count",
                                                    .label = "Sines",
                                                    .doc = "How many are added in each channel.",
                                                    .minimum = 1,
                                                    .maximum = static_cast<double>(kMaxRandomSines),
                                                    .usual_low = 1,
                                                    .usual_high = 20}),
                  field<&RandomSinesSignal::lowest>(
                      frequency("lowest f", "Lowest f", "Drawn log-uniformly from here …", false),
                      {.key = "f", .name = "the lower bound of f"}),
                  field<&RandomSinesSignal::highest>(
                      frequency("highest f", "Highest f", "… to here.", false),
                      {.key = "f", .name = "the upper bound of f"}),
                  field<&RandomSinesSignal::a>(level("a", "Amplitude", "Of each sine.")),
                  field<&RandomSinesSignal::redraw>(redraw(), {.unsaid = kNever})},
       .is_random = true,
       .preview = of<RandomSinesSignal>([](const auto& x, double) { return 3000 / x.lowest; }),
       .problem =
           of<RandomSinesSignal>([](const auto& x, auto n) { return randomSinesProblem(x, n); }),
       .blank = RandomSinesSignal{}},
      {.key = "square",
       .title = "Square wave",
       .doc = "High for half a period, low for the other half.",
       .usual = SquareSignal{},
       .fields = {field<&SquareSignal::low>(level("low", "Low", "Value of the second half.")),
                  field<&SquareSignal::high>(level("high", "High", "Value of the first half.")),
                  field<&SquareSignal::period>(
                      duration("period", "Period", "High and low.", 1, 10000),
                      {.is_required = true}),
                  field<&SquareSignal::smooth>(
                      time("smooth", "Smooth",
                           "Standard deviation of the Gaussian that smooths the edges.", 100),
                      {.unsaid = 0.0})},
       .preview = of<SquareSignal>([](const auto& x, double) { return 3 * x.period; }),
       .card = of<SquareSignal>([](const auto& x) { return 2 * x.period; }),
       .problem = of<SquareSignal>([](const auto& x, auto n) { return squareProblem(x, n); }),
       .period = of<SquareSignal>([](const auto& x) { return x.period; }),
       .blank = SquareSignal{}},
      {.key = "chirp",
       .title = "Chirp",
       .doc = "A sine whose frequency goes from one to another, again and again.",
       .usual = ChirpSignal{},
       .fields = {field<&ChirpSignal::from>(
                      frequency("from", "From", "Frequency at the start.", true),
                      {.key = "f", .is_required = true, .name = "the first f"}),
                  field<&ChirpSignal::to>(frequency("to", "To", "Frequency at the end.", true),
                                          {.key = "f", .is_required = true, .name = "the last f"}),
                  field<&ChirpSignal::duration>(
                      duration("duration", "Duration", "Of one sweep.", 10, 100000),
                      {.is_required = true}),
                  field<&ChirpSignal::a>(level("a", "Amplitude", "Of the sine."))},
       .preview = of<ChirpSignal>([](const auto& x, double) { return x.duration; }),
       .card = of<ChirpSignal>([](const auto& x) { return x.duration; }),
       .period = of<ChirpSignal>([](const auto& x) { return x.duration; }),
       .blank = ChirpSignal{}},
      {.key = "noise",
       .title = "Noise",
       .doc = "Ornstein–Uhlenbeck noise with mean 0.",
       .usual = NoiseSignal{},
       .fields = {field<&NoiseSignal::tau>(
                      duration("tau", "Time constant", "Of the autocorrelation.", 0.1, 1000),
                      {.is_required = true}),
                  field<&NoiseSignal::sd>({.key = "sd",
                                           .label = "Deviation",
                                           .doc = "Standard deviation of the values.",
                                           .minimum = 0,
                                           .usual_high = 2})},
       .is_random = true,
       .preview = of<NoiseSignal>([](const auto& x, double) { return 20 * x.tau; }),
       .blank = NoiseSignal{}},
      {.key = "samples",
       .title = "Drawn",
       .doc = "Played once from t = 0; the last value holds.",
       .usual = SamplesSignal{},
       .form = Form::Own,
       .preview = of<SamplesSignal>([](const auto& x, double dt) { return samplesPreview(x, dt); }),
       .problem = of<SamplesSignal>([](const auto& x, auto n) { return samplesProblem(x, n); }),
       .blank = SamplesSignal{}},
      {.key = "file",
       .title = "CSV file",
       .doc = "Columns of a table, played at their times, or each row held for an interval.",
       .usual = FileSignal{},
       .fields = {field<&FileSignal::interval>(
           duration("interval", "Interval", "How long each row is held.", 0.1, 100),
           {.unsaid = 0.0})},
       .form = Form::Own,
       .preview = of<FileSignal>([](const auto& x, double) {
         return orElse(x.length() * (x.end == FileSignal::End::Hold ? 1 : 1.5), 100);
       }),
       .card = of<FileSignal>([](const auto& x) {
         return x.table != nullptr && x.end == FileSignal::End::Repeat ? x.length() : 0.0;
       }),
       .problem = of<FileSignal>([](const auto& x, auto n) { return fileProblem(x, n); }),
       .period = of<FileSignal>(
           [](const auto& x) { return x.end == FileSignal::End::Repeat ? x.length() : 0.0; }),
       .blank = FileSignal{}},
      {.key = "live",
       .title = "Live",
       .doc = "Set from outside while the simulation runs.",
       .usual = LiveSignal{},
       .fields = {field<&LiveSignal::low>(level("low", "Lowest", "Lower end of the range."),
                                          {.key = "range", .name = "the lower bound of the range"}),
                  field<&LiveSignal::high>(
                      level("high", "Highest", "Upper end of the range."),
                      {.key = "range", .name = "the upper bound of the range"})},
       .preview = &shortPreview,
       .problem = of<LiveSignal>([](const auto& x, auto n) { return liveProblem(x, n); }),
       .blank = LiveSignal{}},
      {.key = "delay",
       .title = "Delayed input",
       .doc = "What an input had some time ago; 0 before.",
       .usual = DelaySignal{},
       .fields = {field<&DelaySignal::by>(time("by", "Delay", "How much later it is heard.", 1000),
                                          {.is_required = true})},
       .form = Form::Own,
       .preview = &shortPreview,
       .blank = DelaySignal{}},
  };
}

}  // namespace

std::span<const SignalKind> signalKinds() {
  static const std::vector<SignalKind> kKinds = makeKinds();
  return kKinds;
}

}  // namespace vle
