// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/waveform.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "model/signal_kinds.h"
#include "model/signal_shape.h"
#include "sim/signals.h"

namespace vle::ui {

namespace {

constexpr std::size_t kWavePoints = 97;
constexpr std::size_t kChannels = 3;
constexpr double kSteps = 48;  // of height; less cannot be seen

double rounded(double y) { return std::round(y * kSteps) / kSteps; }

/// All curves in one scale; flat ones in the middle.
void normalise(std::vector<QPolygonF>& waves) {
  double largest = 0;
  for (const QPolygonF& wave : waves) {
    for (const QPointF& point : wave) largest = std::max(largest, std::abs(point.y()));
  }
  if (!(largest > 0) || !std::isfinite(largest)) largest = 1;
  for (QPolygonF& wave : waves) {
    for (QPointF& point : wave) {
      point.setY(std::isfinite(point.y()) ? rounded(point.y() / largest) : 0);
    }
  }
}

std::vector<QPolygonF> constantWaves(const ConstantSignal& signal) {
  const auto* list = std::get_if<List>(&signal.value.form);
  const auto* number = std::get_if<double>(&signal.value.form);
  std::vector<double> levels;
  if (number != nullptr)
    levels = {*number};
  else if (list != nullptr)
    levels = *list;
  else
    levels = {0};
  levels.resize(std::min(levels.size(), kChannels));
  std::vector<QPolygonF> waves;
  waves.reserve(levels.size());
  for (const double level : levels) waves.push_back({QPointF(0, level), QPointF(1, level)});
  if (levels.size() == 1 && !waves.empty()) waves[0] = {QPointF(0, 0), QPointF(1, 0)};
  return waves;
}

std::vector<QPolygonF> stepWaves(const StepSignal& signal) {
  const double a = signal.before;
  const double b = signal.after;
  return {QPolygonF({{0, a}, {0.4, a}, {0.4, b}, {1, b}})};
}

std::vector<QPolygonF> sinesWaves(const SinesSignal& signal) {
  // Three periods of a single sine, one of a mixture, or three of its slowest part.
  double slowest = 0;
  for (const auto& channel : signal.channels) {
    for (const Sine& sine : channel) {
      if (sine.f > 0 && sine.a != 0) slowest = slowest > 0 ? std::min(slowest, sine.f) : sine.f;
    }
  }
  double window = slowest > 0 ? 3 / slowest : 1;  // s
  const auto all = frequencies(signal);
  if (const auto period = signalPeriod(signal); period && all && all->size() > 1) {
    window = std::min(window, *period / 1000);
  }
  std::vector<QPolygonF> waves;
  for (std::size_t c = 0; c < std::min(signal.channels.size(), kChannels); ++c) {
    QPolygonF wave;
    for (std::size_t k = 0; k < kWavePoints; ++k) {
      const double x = static_cast<double>(k) / (kWavePoints - 1);
      double y = 0;
      for (const Sine& sine : signal.channels[c]) {
        y += sine.a * std::sin(2 * std::numbers::pi * sine.f * x * window + sine.phase);
      }
      wave.push_back({x, y});
    }
    waves.push_back(std::move(wave));
  }
  return waves;
}

/// What the simulation plays of a signal without memory, from 0 to `window` ms.
std::vector<QPolygonF> played(const SignalSpec& signal, double window) {
  const auto* file = std::get_if<FileSignal>(&signal);  // the others are the same in all channels
  std::vector<double> values(file != nullptr ? file->table->columns : 1);
  std::vector<QPolygonF> waves(std::min(values.size(), kChannels));
  for (std::size_t k = 0; k < kWavePoints; ++k) {
    const auto n = static_cast<std::int64_t>(k);
    evaluateSignal({.spec = signal}, n, window / kWavePoints, nullptr, values.data(),
                   values.size());
    for (std::size_t c = 0; c < waves.size(); ++c) {
      waves[c].push_back({static_cast<double>(k) / (kWavePoints - 1), values[c]});
    }
  }
  return waves;
}

}  // namespace

bool isFormula(const SignalSpec& signal) {
  return std::holds_alternative<ConstantSignal>(signal) ||
         std::holds_alternative<StepSignal>(signal) ||
         std::holds_alternative<SinesSignal>(signal) ||
         (kindOf(signal).card != nullptr && kindOf(signal).card(signal) > 0);
}

std::vector<QPolygonF> signalWaves(const SignalSpec& signal) {
  std::vector<QPolygonF> waves;
  if (const auto* constant = std::get_if<ConstantSignal>(&signal))
    waves = constantWaves(*constant);
  else if (const auto* step = std::get_if<StepSignal>(&signal))
    waves = stepWaves(*step);
  else if (const auto* sines = std::get_if<SinesSignal>(&signal))
    waves = sinesWaves(*sines);
  else if (isFormula(signal))
    waves = played(signal, kindOf(signal).card(signal));
  normalise(waves);
  return waves;
}

QPolygonF recordedWave(const Curve& curve, double from, double to) {
  QPolygonF wave;
  for (std::size_t k = 0; k < std::min(curve.t.size(), curve.y.size()); ++k) {
    wave.push_back({std::clamp((curve.t[k] - from) / (to - from), 0.0, 1.0), curve.y[k]});
  }
  std::vector<QPolygonF> waves{std::move(wave)};
  normalise(waves);
  return waves.front();
}

void RecentValues::push(double value) {
  std::rotate(values_.begin(), values_.begin() + 1, values_.end());
  values_.back() = value;
  count_ = std::min(count_ + 1, kLength);
}

QPolygonF RecentValues::wave() const {
  QPolygonF wave;
  for (std::size_t k = kLength - count_; k < kLength; ++k) {
    wave.push_back({static_cast<double>(k) / (kLength - 1), values_[k]});
  }
  std::vector<QPolygonF> waves{std::move(wave)};
  normalise(waves);
  return waves.front();
}

}  // namespace vle::ui
