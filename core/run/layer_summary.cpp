// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/layer_summary.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include "sim/transfer.h"

namespace vle {

namespace {

/// @param values  not empty
Quartiles quartilesOf(std::vector<double> values) {
  std::ranges::sort(values);
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], place - static_cast<double>(below));
  };
  return {at(0.25), at(0.5), at(0.75)};
}

}  // namespace

LayerSummary summaryOf(const GradientView& view, double f) {
  LayerSummary summary;
  summary.neurons = view.neurons.size();
  struct Ratio {
    std::size_t neuron;
    std::complex<double> value;
  };
  std::vector<Ratio> ratios;
  ratios.reserve(view.neurons.size());
  std::complex<double> direction;
  for (std::size_t k = 0; k < view.neurons.size(); ++k) {
    const auto& gains = view.neurons[k].error.gains;
    const auto gain = std::ranges::find(gains, f, &GainAtFrequency::f);
    if (gain == gains.end()) continue;
    if (gain->reading.seen == Seen::Silent) ++summary.silent;
    if (gain->reading.seen != Seen::Yes) continue;
    const std::complex<double> ratio = gain->reading.measured.value;
    if (isPredicted(gain->reading)) ++summary.predicted;
    ratios.push_back({k, ratio});
    direction += ratio / std::abs(ratio);
  }
  summary.seen = ratios.size();
  if (ratios.empty()) return summary;
  // Degrees are those of a circle: their middle is sought around the direction of them all.
  const double middle = std::arg(direction) * kDegrees;
  std::vector<double> gains, phases;
  gains.reserve(ratios.size());
  phases.reserve(ratios.size());
  for (const Ratio& one : ratios) {
    gains.push_back(std::abs(one.value));
    phases.push_back(middle + std::remainder(std::arg(one.value) * kDegrees - middle, 360));
  }
  summary.gain = quartilesOf(gains);
  summary.phase = quartilesOf(phases);
  const std::complex<double> median =
      std::polar(summary.gain.median, summary.phase.median / kDegrees);
  double nearest = std::numeric_limits<double>::infinity();
  for (const Ratio& one : ratios) {
    const double distance = std::abs(one.value - median);
    if (distance < nearest) summary.typical = one.neuron;
    nearest = std::min(nearest, distance);
  }
  return summary;
}

}  // namespace vle
