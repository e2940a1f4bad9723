// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/phase_curves.h"

#include <algorithm>
#include <cmath>

#include "sim/signal_lines.h"

namespace vle {

namespace {

constexpr auto kBins = PhaseCurves::kBins;
constexpr double kLeastBins = 6;  ///< of a period of the fastest line

std::size_t binOf(double phase) {
  return std::min(static_cast<std::size_t>(phase * static_cast<double>(kBins)), kBins - 1);
}

}  // namespace

double phaseOf(double t, double period) {
  const double periods = t / period;
  return std::clamp(periods - std::floor(periods), 0.0, std::nextafter(1.0, 0.0));
}

std::optional<double> playedPeriod(const Network& network) {
  const auto lines = signalLines(network);
  if (!lines || !lines->period) return std::nullopt;
  const double fastest = std::ranges::max(lines->all);  // Hz
  const double bins = static_cast<double>(kBins) * 1000 / (fastest * *lines->period);
  return bins >= kLeastBins ? lines->period : std::nullopt;
}

std::int64_t phaseStride(double period_steps, std::int64_t most) {
  constexpr std::int64_t kLooks = 8 * kBins;
  std::int64_t best = 1;
  std::ptrdiff_t largest = 0;
  for (std::int64_t stride = most; stride >= 1; --stride) {
    std::array<bool, kBins> is_seen{};
    for (std::int64_t k = 0; k < kLooks; ++k) {
      is_seen[binOf(phaseOf(static_cast<double>(k * stride), period_steps))] = true;
    }
    const auto seen = std::ranges::count(is_seen, true);
    if (seen <= largest) continue;
    largest = seen;
    best = stride;
  }
  return best;
}

float PhaseCurves::near(double phase, std::size_t channel) const {
  const std::size_t bin = binOf(phaseOf(phase, 1));
  for (std::size_t back = 0; back < kBins; ++back) {
    const std::size_t one = (bin + kBins - back) % kBins;
    if (is_known[one]) return at(one, channel);
  }
  return 0;
}

PhaseMeans::PhaseMeans(double period, std::size_t channels) : sums_(kBins * channels) {
  curves_.period = period;
  curves_.channels = channels;
  curves_.values.resize(kBins * channels);
}

void PhaseMeans::add(double t, std::initializer_list<std::span<const double>> values) {
  const double phase = phaseOf(t, curves_.period);
  const std::size_t bin = binOf(phase);
  counts_[bin] += 1;
  phases_[bin] += phase;
  double* sum = sums_.data() + bin * curves_.channels;
  for (const std::span<const double> part : values) {
    for (const double value : part) *sum++ += value;
  }
}

PhaseCurves PhaseMeans::take() {
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    if (counts_[bin] == 0) continue;
    curves_.is_known[bin] = true;
    curves_.mean_phase[bin] = phases_[bin] / counts_[bin];
    for (std::size_t k = bin * curves_.channels; k < (bin + 1) * curves_.channels; ++k) {
      curves_.values[k] = static_cast<float>(sums_[k] / counts_[bin]);
      sums_[k] = 0;
    }
    counts_[bin] = phases_[bin] = 0;
  }
  return curves_;
}

}  // namespace vle
