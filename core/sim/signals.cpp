// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/signals.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vle {

namespace {

/// sin(2π f t + phase), with whole cycles removed first so that precision does not fade with t.
double sineAt(const Sine& sine, double t) {
  const double cycles = sine.f * t / 1000;
  return sine.a * std::sin(2 * std::numbers::pi * (cycles - std::floor(cycles)) + sine.phase);
}

struct Evaluator {
  const SignalPlan& plan;
  std::int64_t n;
  double dt;
  double* values;
  std::size_t size;

  double t() const { return static_cast<double>(n) * dt; }

  void operator()(const ConstantSignal&) const { std::ranges::copy(plan.constant, values); }
  void operator()(const StepSignal& signal) const {
    std::fill_n(values, size, t() < signal.t ? signal.before : signal.after);
  }
  void operator()(const SinesSignal& signal) const {
    for (std::size_t c = 0; c < size; ++c) {
      values[c] = 0;
      for (const Sine& sine : signal.channels[c]) values[c] += sineAt(sine, t());
    }
  }
  void operator()(const SamplesSignal& signal) const {
    for (std::size_t c = 0; c < size; ++c) {
      const List& samples = signal.channels[c];
      values[c] = samples[std::min(static_cast<std::size_t>(n), samples.size() - 1)];
    }
  }
};

}  // namespace

void evaluateSignal(const SignalPlan& signal, std::int64_t n, double dt, double* values,
                    std::size_t size) {
  std::visit(Evaluator{signal, n, dt, values, size}, signal.spec);
}

}  // namespace vle
