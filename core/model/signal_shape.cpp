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

std::optional<std::string> channelProblem(std::size_t channels, std::int64_t size) {
  if (static_cast<std::int64_t>(channels) == size) return std::nullopt;
  return "the signal has " + std::to_string(channels) + " channels, the node has " +
         std::to_string(size);
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
  std::optional<std::string> operator()(const SinesSignal& signal) const {
    for (const auto& sines : signal.channels) {
      for (const Sine& sine : sines) {
        if (!(sine.f >= 0) || !std::isfinite(sine.f)) {
          return "f is " + formatNumber(sine.f) + " Hz, must be >= 0 Hz";
        }
        if (!std::isfinite(sine.a + sine.phase)) return "a sine has a number that is not finite";
      }
    }
    return channelProblem(signal.channels.size(), size);
  }
  std::optional<std::string> operator()(const SamplesSignal& signal) const {
    for (const List& channel : signal.channels) {
      if (channel.empty()) return "a channel has no samples";
      const bool finite = std::ranges::all_of(channel, [](double x) { return std::isfinite(x); });
      if (!finite) return "a sample is not finite";
    }
    return channelProblem(signal.channels.size(), size);
  }
};

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
  const auto found = frequencies(signal);
  if (!found) return std::nullopt;
  std::int64_t common = 0;  // greatest common divisor of the frequencies, in 1/60 Hz
  for (const double f : *found) {
    const double grid = f * kFrequencyGrid;
    if (grid > 1e9 || std::abs(grid - std::round(grid)) > 1e-6 * grid) return std::nullopt;
    common = std::gcd(common, static_cast<std::int64_t>(std::llround(grid)));
  }
  if (common == 0) return std::nullopt;
  return 1000 * kFrequencyGrid / static_cast<double>(common);
}

}  // namespace vle
