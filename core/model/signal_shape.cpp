// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/signal_shape.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/text.h"

namespace vle {

namespace {

/// Frequencies are compared on a grid of 1/60 Hz: periods of up to a minute.
constexpr double kFrequencyGrid = 60;
constexpr double kLongestPeriod = 60'000;  ///< ms

/// "1 channel", "2 channels"
std::string counted(std::int64_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::optional<std::string> channelProblem(std::size_t channels, std::int64_t size) {
  if (static_cast<std::int64_t>(channels) == size) return std::nullopt;
  return "the signal has " + counted(static_cast<std::int64_t>(channels), "channel") +
         ", the node has " + std::to_string(size);
}

/// "period is 0 ms, must be > 0 ms", unless the number is finite and meets the rule.
std::optional<std::string> numberProblem(const char* name, double value, const char* unit,
                                         bool meets_rule = true, const std::string& rule = {}) {
  if (std::isfinite(value) && meets_rule) return std::nullopt;
  const std::string suffix = *unit == 0 ? "" : std::string(" ") + unit;
  return std::string(name) + " is " + formatNumber(value) + suffix + ", must be " +
         (rule.empty() || !std::isfinite(value) ? "finite" : rule + suffix);
}

std::optional<std::string> positiveProblem(const char* name, double value, const char* unit) {
  return numberProblem(name, value, unit, value > 0, "> 0");
}

std::optional<std::string> nonNegativeProblem(const char* name, double value, const char* unit) {
  return numberProblem(name, value, unit, value >= 0, ">= 0");
}

using Problems = std::initializer_list<std::optional<std::string>>;

/// The first of several problems.
std::optional<std::string> first(Problems problems) {
  for (const auto& problem : problems) {
    if (problem) return problem;
  }
  return std::nullopt;
}

struct Problem {
  std::int64_t size;

  std::optional<std::string> operator()(const ConstantSignal& signal) const {
    const auto* value = std::get_if<double>(&signal.value.form);
    if (value == nullptr || std::isfinite(*value)) return std::nullopt;
    return "the constant is not finite";
  }
  std::optional<std::string> operator()(const StepSignal& signal) const {
    if (std::isfinite(signal.before + signal.after + signal.t)) return std::nullopt;
    return "the step has a number that is not finite";
  }
  std::optional<std::string> operator()(const PulseSignal& signal) const {
    const double period = signal.period;
    return first({numberProblem("base", signal.base, ""),
                  numberProblem("base + height", signal.base + signal.height, ""),
                  numberProblem("start", signal.start, "ms"),
                  positiveProblem("width", signal.width, "ms"),
                  numberProblem(
                      "period", period, "ms", period == 0 || period >= signal.width,
                      "0 for one pulse, or >= the width, which is " + formatNumber(signal.width))});
  }
  std::optional<std::string> operator()(const SinesSignal& signal) const {
    for (const auto& sines : signal.channels) {
      for (const Sine& sine : sines) {
        if (auto wrong = nonNegativeProblem("f", sine.f, "Hz")) return wrong;
        if (!std::isfinite(sine.a + sine.phase)) return "a sine has a number that is not finite";
      }
    }
    return channelProblem(signal.channels.size(), size);
  }
  std::optional<std::string> operator()(const RandomSinesSignal& signal) const {
    if (signal.count < 1 || signal.count > kMaxRandomSines) {
      return "count is " + std::to_string(signal.count) +
             ", must be >= 1 and <= " + std::to_string(kMaxRandomSines);
    }
    if (size * signal.count > kMaxAllRandomSines) {
      return "the signal has " + std::to_string(size * signal.count) +
             " random sines in all channels, the limit is " + std::to_string(kMaxAllRandomSines);
    }
    if (signal.redraw != kNever) {
      if (auto wrong = positiveProblem("redraw", signal.redraw, "ms")) return wrong;
    }
    return first({positiveProblem("the lower bound of f", signal.lowest, "Hz"),
                  numberProblem("the upper bound of f", signal.highest, "Hz",
                                signal.highest >= signal.lowest,
                                ">= the lower one, which is " + formatNumber(signal.lowest)),
                  numberProblem("a", signal.a, "")});
  }
  std::optional<std::string> operator()(const SquareSignal& signal) const {
    return first({numberProblem("low", signal.low, ""),
                  numberProblem("high - low", signal.high - signal.low, ""),
                  positiveProblem("period", signal.period, "ms"),
                  nonNegativeProblem("smooth", signal.smooth, "ms")});
  }
  std::optional<std::string> operator()(const ChirpSignal& signal) const {
    return first({nonNegativeProblem("the first f", signal.from, "Hz"),
                  nonNegativeProblem("the last f", signal.to, "Hz"),
                  positiveProblem("duration", signal.duration, "ms"),
                  numberProblem("a", signal.a, "")});
  }
  std::optional<std::string> operator()(const NoiseSignal& signal) const {
    return first(
        {positiveProblem("tau", signal.tau, "ms"), nonNegativeProblem("sd", signal.sd, "")});
  }
  std::optional<std::string> operator()(const SamplesSignal& signal) const {
    for (const List& channel : signal.channels) {
      if (channel.empty()) return "a channel has no samples";
      const bool finite = std::ranges::all_of(channel, [](double x) { return std::isfinite(x); });
      if (!finite) return "a sample is not finite";
    }
    return channelProblem(signal.channels.size(), size);
  }
  std::optional<std::string> operator()(const FileSignal& signal) const {
    const std::string name = "'" + oneLine(signal.path.substr(0, 256)) + "'";
    if (signal.interval != 0) {
      if (auto wrong = positiveProblem("interval", signal.interval, "ms")) return wrong;
    }
    if (signal.table == nullptr) return "the file " + name + " of the signal has not been read";
    if (signal.table->rows() == 0) return "the file " + name + " has no rows";
    if (!(signal.step() > 0)) {
      return "no times are taken from the file " + name +
             ", so \"interval\", the ms a row, must be given";
    }
    const std::string& time = signal.table->time;
    const std::size_t columns = signal.table->columns;
    if (static_cast<std::int64_t>(columns) == size) return std::nullopt;
    return "the signal has " + counted(static_cast<std::int64_t>(columns), "column") +
           " of the file " + name + (time.empty() ? "" : " beside the times in '" + time + "'") +
           ", the node has " + counted(size, "channel");
  }
  std::optional<std::string> operator()(const DelaySignal& signal) const {
    return nonNegativeProblem("by", signal.by, "ms");
  }
  std::optional<std::string> operator()(const LiveSignal& signal) const {
    return first(
        {numberProblem("the lower bound of the range", signal.low, ""),
         numberProblem("the upper bound of the range", signal.high, "", signal.high >= signal.low,
                       ">= the lower one, which is " + formatNumber(signal.low))});
  }
};

std::optional<double> periodOfSines(const std::set<double>& all) {
  std::int64_t common = 0;  // greatest common divisor of the frequencies, in 1/60 Hz
  for (const double f : all) {
    const double grid = f * kFrequencyGrid;
    if (grid > 1e9 || std::abs(grid - std::round(grid)) > 1e-6 * grid) return std::nullopt;
    common = std::gcd(common, static_cast<std::int64_t>(std::llround(grid)));
  }
  if (common == 0) return std::nullopt;
  return 1000 * kFrequencyGrid / static_cast<double>(common);
}

/// The period a signal is written with; 0 for none.
double writtenPeriod(const SignalSpec& signal) {
  if (const auto* pulse = std::get_if<PulseSignal>(&signal)) return pulse->period;
  if (const auto* square = std::get_if<SquareSignal>(&signal)) return square->period;
  if (const auto* chirp = std::get_if<ChirpSignal>(&signal)) return chirp->duration;
  const auto* file = std::get_if<FileSignal>(&signal);
  const bool repeats = file != nullptr && file->end == FileSignal::End::Repeat && file->table;
  return repeats ? file->length() : 0;
}

}  // namespace

std::optional<std::string> signalProblem(const SignalSpec& signal, std::int64_t size) {
  return std::visit(Problem{size}, signal);
}

std::optional<std::set<double>> frequencies(const SignalSpec& signal) {
  if (std::holds_alternative<ConstantSignal>(signal)) return std::set<double>{};
  const auto* sines = std::get_if<SinesSignal>(&signal);
  if (sines == nullptr) return std::nullopt;
  std::set<double> result;
  for (const auto& channel : sines->channels) {
    for (const Sine& sine : channel) {
      if (sine.a != 0 && sine.f != 0) result.insert(sine.f);  // silence and offsets carry none
    }
  }
  return result;
}

std::optional<double> signalPeriod(const SignalSpec& signal) {
  if (const auto sines = frequencies(signal)) return periodOfSines(*sines);
  const double period = writtenPeriod(signal);
  if (period > 0 && period <= kLongestPeriod) return period;
  return std::nullopt;
}

}  // namespace vle
