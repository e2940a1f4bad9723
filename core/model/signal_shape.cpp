// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/signal_shape.h"

#include <cmath>
#include <numeric>

#include "model/signal_kinds.h"

namespace vle {

namespace {

/// Frequencies are compared on a grid of 1/60 Hz: periods of up to a minute.
constexpr double kFrequencyGrid = 60;
constexpr double kLongestPeriod = 60'000;  ///< ms

/// Why one number of a signal will not do.
std::optional<std::string> fieldProblem(const SignalField& field, const SignalSpec& signal) {
  const double value = field.read(signal);
  if (value == field.file.unsaid) return std::nullopt;
  ParameterInfo named = field;
  if (!std::isfinite(value)) named = {.unit = field.unit};  // whatever else it must be
  named.key = field.file.name;
  if (field.type != ParameterType::Integer) return checkRange(named, value);
  return checkRange(named, ParameterValue(static_cast<std::int64_t>(value)));
}

}  // namespace

std::optional<std::string> signalProblem(const SignalSpec& signal, std::int64_t size) {
  const SignalKind& kind = kindOf(signal);
  for (const SignalField& field : kind.fields) {
    if (auto wrong = fieldProblem(field, signal)) return wrong;
  }
  return kind.problem != nullptr ? kind.problem(signal, size) : std::nullopt;
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

std::optional<double> signalPeriod(const SignalSpec& signal) {
  if (const auto sines = frequencies(signal)) return periodOfSines(*sines);
  const SignalKind& kind = kindOf(signal);
  const double period = kind.period != nullptr ? kind.period(signal) : 0;
  if (period > 0 && period <= kLongestPeriod) return period;
  return std::nullopt;
}

}  // namespace vle
