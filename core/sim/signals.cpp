// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/signals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "model/random.h"
#include "sim/kernels.h"

namespace vle {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kTurn = 2 * kPi;
/// t = n dt and what is derived from it are at most this far off, relatively: a time that rounding
/// put a hair before an edge counts as the edge.
constexpr double kHair = 4 * std::numeric_limits<double>::epsilon();
constexpr double kMostParts = 1e18;   ///< fits a 64-bit integer, and t/part may be infinite
constexpr double kGaussianReach = 9;  ///< sd; beyond lies less than 1e-18
constexpr int kLastHarmonic = 5;      ///< the next one is below 1e-26 where σ > T/4

bool hasReached(double t, double edge) {
  return t >= edge - kHair * std::max(std::abs(t), std::abs(edge));
}

/// How many whole parts fit into t ≥ 0.
double wholes(double t, double part) {
  return std::min(std::floor(t / part * (1 + kHair)), kMostParts);
}

/// Time since the last whole period.
double timeSince(double t, double period) {
  const double rest = std::fmod(t, period);
  return hasReached(t, t - rest + period) ? 0 : rest;
}

/// sin(2π cycles), with whole cycles removed first so that precision does not fade with t.
double sineOf(double cycles) { return std::sin(kTurn * (cycles - std::floor(cycles))); }

bool isEven(double whole) { return std::fmod(whole, 2) == 0; }

/// The standard normal distribution function Φ.
double gaussianShare(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

/// Share of `high` in a smooth square of period 1 at 0 ≤ phase ≤ 1.
double squareShare(double phase, double sigma) {
  if (sigma > 0.25) {
    double sum = 0;
    for (int m = 1; m <= kLastHarmonic; m += 2) {
      const double decay = std::exp(-2 * kPi * kPi * m * m * sigma * sigma);
      sum += std::sin(kTurn * m * phase) * decay / m;
    }
    return 0.5 + 2 / kPi * sum;
  }
  const double first = std::ceil(2 * (phase - kGaussianReach * sigma));
  const double last = std::floor(2 * (phase + kGaussianReach * sigma));
  double share = isEven(first) ? 0 : 1;  // before a rising edge it is low
  for (double edge = first; edge <= last; ++edge) {
    const double passed = gaussianShare((phase - edge / 2) / sigma);
    share += isEven(edge) ? passed : -passed;
  }
  return share;
}

constexpr std::int64_t kMostAtOnce = 64;  ///< steps of a sum of sines

/// Sums of sines at some steps, one row of channels a step.
/// @param sines  calls f(sine) for every sine of a channel
template <class Sines>
void playSines(std::int64_t n, std::int64_t count, double dt, double* values, std::size_t stride,
               std::size_t size, Sines sines) {
  AddSine* add_sine = kernels().add_sine;
  for (std::int64_t done = 0; done < count; done += kMostAtOnce) {
    const auto part = static_cast<std::size_t>(std::min(kMostAtOnce, count - done));
    double* first = values + static_cast<std::size_t>(done) * stride;
    for (std::size_t c = 0; c < size; ++c) {
      std::array<double, kMostAtOnce> sum{};
      sines(c, [&](const Sine& sine) {
        add_sine(sine.f, sine.a, sine.phase, n + done, dt, sum.data(), part);
      });
      for (std::size_t k = 0; k < part; ++k) first[k * stride + c] = sum[k];
    }
  }
}

struct Evaluator {
  const SignalPlan& plan;
  std::int64_t n;
  double dt;
  double* memory;
  double* values;
  std::size_t size;

  double t() const { return static_cast<double>(n) * dt; }
  void fill(double value) const { std::fill_n(values, size, value); }
  RandomStream stream(std::size_t channel, double number) const {
    return {plan.seed, plan.id, plan.stream, channel, static_cast<std::uint64_t>(number)};
  }

  void operator()(const ConstantSignal&) const { std::ranges::copy(plan.constant, values); }
  void operator()(const StepSignal& signal) const {
    fill(hasReached(t(), signal.t) ? signal.after : signal.before);
  }
  void operator()(const PulseSignal& signal) const {
    double start = signal.start;
    if (signal.period > 0 && t() > start) {
      start += signal.period * std::floor((t() - start) / signal.period);
      if (hasReached(t(), start + signal.period)) start += signal.period;
    }
    const bool is_on = hasReached(t(), start) && !hasReached(t(), start + signal.width);
    fill(is_on ? signal.base + signal.height : signal.base);
  }
  void operator()(const SinesSignal& signal) const { play(signal, 1, size); }
  void play(const SinesSignal& signal, std::int64_t count, std::size_t stride) const {
    playSines(n, count, dt, values, stride, size, [&](std::size_t c, auto add) {
      for (const Sine& sine : signal.channels[c]) add(sine);
    });
  }
  void operator()(const RandomSinesSignal& signal) const { play(signal, 1, size); }
  /// @returns how many steps it played: up to the next redraw, at most count
  std::int64_t play(const RandomSinesSignal& signal, std::int64_t count, std::size_t stride) const {
    const auto redraw_at = [&](std::int64_t step) {  // 0 where it is never
      return wholes(static_cast<double>(step) * dt, signal.redraw);
    };
    const double redraw = redraw_at(n);
    while (redraw_at(n + count - 1) != redraw) --count;
    if (memory[0] != redraw + 1) draw(signal, redraw);
    const double* drawn = memory + 1;
    const auto per_channel = static_cast<std::size_t>(signal.count);
    playSines(n, count, dt, values, stride, size, [&](std::size_t c, auto add) {
      const double* sine = drawn + 2 * per_channel * c;
      for (std::size_t k = 0; k < per_channel; ++k, sine += 2) add({sine[0], signal.a, sine[1]});
    });
    return count;
  }
  void draw(const RandomSinesSignal& signal, double redraw) const {
    memory[0] = redraw + 1;  // 0: nothing drawn yet
    double* drawn = memory + 1;
    for (std::size_t c = 0; c < size; ++c) {
      RandomStream random = stream(c, redraw);
      for (std::int64_t k = 0; k < signal.count; ++k, drawn += 2) {
        drawn[0] = std::exp(
            std::lerp(std::log(signal.lowest), std::log(signal.highest), random.uniform()));
        drawn[1] = kTurn * random.uniform();
      }
    }
  }
  void operator()(const SquareSignal& signal) const {
    const double sigma = signal.smooth / signal.period;
    if (sigma == 0) {
      return fill(isEven(wholes(t(), signal.period / 2)) ? signal.high : signal.low);
    }
    const double share = squareShare(std::fmod(t(), signal.period) / signal.period, sigma);
    fill(signal.low + (signal.high - signal.low) * share);
  }
  void operator()(const ChirpSignal& signal) const {
    const double since = timeSince(t(), signal.duration);  // the beginning of this sweep
    const double slope = (signal.to - signal.from) / signal.duration;
    fill(signal.a * sineOf(since * (signal.from + slope * since / 2) / 1000));
  }
  void operator()(const NoiseSignal& signal) const {
    const auto step = static_cast<double>(n);
    if (memory[0] != step + 1) {
      const bool follows = n > 0 && memory[0] == step;
      const double a = follows ? std::exp(-dt / signal.tau) : 0;
      const double fresh = signal.sd * (follows ? std::sqrt(-std::expm1(-2 * dt / signal.tau)) : 1);
      for (std::size_t c = 0; c < size; ++c) {
        memory[1 + c] = a * memory[1 + c] + fresh * stream(c, step).normal();
      }
      memory[0] = step + 1;  // steps it has seen
    }
    std::copy_n(memory + 1, size, values);
  }
  void operator()(const SamplesSignal& signal) const {
    for (std::size_t c = 0; c < size; ++c) {
      const List& samples = signal.channels[c];
      values[c] = samples[std::min(static_cast<std::size_t>(n), samples.size() - 1)];
    }
  }
  void operator()(const FileSignal& signal) const {
    const SignalTable& table = *signal.table;
    const double step = signal.step();
    const auto rows = static_cast<double>(table.rows());
    const double row = table.t.empty() ? wholes(t(), step) : 0;
    const bool is_over = table.t.empty() ? row >= rows : hasReached(t(), signal.length());
    if (is_over && signal.end == FileSignal::End::Zero) return fill(0);
    const bool repeats = signal.end == FileSignal::End::Repeat;
    std::size_t at = 0;
    double part = 0;  // of the way to the next row
    if (table.t.empty()) {
      const double reached = repeats ? std::fmod(row, rows) : std::min(row, rows - 1);
      at = static_cast<std::size_t>(reached);
      part = is_over && !repeats ? 1 : std::clamp(t() / step - row, 0.0, 1.0);
    } else {
      const double since = repeats ? timeSince(t(), signal.length()) : t();
      const auto next = std::ranges::partition_point(
          table.t, [since](double begin) { return hasReached(since, begin); });
      at = static_cast<std::size_t>(next - table.t.begin()) - 1;  // the first is at 0
      const double end = next == table.t.end() ? signal.length() : *next;
      part = std::clamp((since - table.t[at]) / (end - table.t[at]), 0.0, 1.0);
    }
    const double* cells = table.values.data() + at * size;
    std::copy_n(cells, size, values);
    if (signal.resample != FileSignal::Resample::Linear) return;
    // Behind the last row comes the first again, or nothing: then it holds.
    const bool is_last = at + 1 == table.rows();
    if (is_last && !repeats) return;
    const double* following = is_last ? table.values.data() : cells + size;
    for (std::size_t c = 0; c < size; ++c) values[c] = std::lerp(cells[c], following[c], part);
  }
  void operator()(const LiveSignal&) const {
    if (plan.delay == 0) {
      std::copy_n(memory, size, values);
      return;
    }
    // What was set `delay` steps ago stands where what is set now will stand.
    const double* now = memory + 1;
    double* played = memory + 1 + size;
    if (memory[0] != static_cast<double>(n) + 1) {
      memory[0] = static_cast<double>(n) + 1;  // steps it has seen
      double* kept = played + size + static_cast<std::size_t>(n % plan.delay) * size;
      std::copy_n(kept, size, played);
      std::copy_n(now, size, kept);
    }
    std::copy_n(played, size, values);
  }
  void operator()(const DelaySignal&) const { fill(0); }  // compiled away
};

/// Steps by which a signal is played earlier than it is heard: what is live is kept until then.
std::int64_t lag(const SignalPlan& signal) {
  return std::holds_alternative<LiveSignal>(signal.spec) ? 0 : signal.delay;
}

}  // namespace

void evaluateSignal(const SignalPlan& signal, std::int64_t n, double dt, double* memory,
                    double* values, std::size_t size) {
  n -= lag(signal);
  if (n < 0) {
    std::fill_n(values, size, 0.0);
    return;
  }
  std::visit(Evaluator{signal, n, dt, memory, values, size}, signal.spec);
}

void evaluateSignal(const SignalPlan& signal, std::int64_t n, std::int64_t count, double dt,
                    double* memory, double* values, std::size_t stride, std::size_t size) {
  n -= lag(signal);
  std::int64_t done = 0;
  for (; done < count && n + done < 0; ++done) {
    std::fill_n(values + static_cast<std::size_t>(done) * stride, size, 0.0);
  }
  while (done < count) {
    double* row = values + static_cast<std::size_t>(done) * stride;
    const Evaluator evaluator{signal, n + done, dt, memory, row, size};
    if (const auto* sines = std::get_if<SinesSignal>(&signal.spec)) {
      evaluator.play(*sines, count - done, stride);
      return;
    }
    if (const auto* random = std::get_if<RandomSinesSignal>(&signal.spec)) {
      done += evaluator.play(*random, count - done, stride);
      continue;
    }
    std::visit(evaluator, signal.spec);
    ++done;
  }
}

}  // namespace vle
