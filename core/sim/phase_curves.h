// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One period of many signals, averaged over the periods that were seen, in bins of the phase. Any
// thread, one at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

#include "sim/network.h"

namespace vle {

/// A period as it was seen; a bin in which no step fell is not known.
struct PhaseCurves {
  static constexpr std::size_t kBins = 48;

  double period = 0;  ///< ms
  std::size_t channels = 0;
  std::vector<float> values;  ///< (kBins, channels)
  std::array<bool, kBins> is_known{};
  std::array<double, kBins> mean_phase{};  ///< of the steps in it, periods, 0 … 1

  [[nodiscard]] float at(std::size_t bin, std::size_t channel) const {
    return values[bin * channels + channel];
  }
  /// The newest value known at a phase or before it, round the period; 0 where none is known.
  /// @param phase  0 … 1
  [[nodiscard]] float near(double phase, std::size_t channel) const;
};

/// Where r, e and the targets of a network stand in one set of curves.
class PhaseLayout {
 public:
  explicit PhaseLayout(const Network& network)
      : errors_(network.rate_slots),
        targets_(errors_ + network.neuron_slots),
        channels_(targets_ + network.target_slots) {}
  [[nodiscard]] std::size_t channels() const { return channels_; }
  [[nodiscard]] static std::size_t rate(std::size_t slot) { return slot; }
  [[nodiscard]] std::size_t error(std::size_t slot) const { return errors_ + slot; }
  [[nodiscard]] std::size_t target(std::size_t slot) const { return targets_ + slot; }

 private:
  std::size_t errors_, targets_, channels_;
};

/// The phase of a time within a period, 0 … 1.
[[nodiscard]] double phaseOf(double t, double period);

/// The period in which the picture of a network can be played: that of all inputs and targets, if
/// the bins are fine enough for its fastest line. Nothing else repeats.
/// @returns ms
[[nodiscard]] std::optional<double> playedPeriod(const Network& network);

/// Every how many steps to look, `most` at most, so that all bins are seen that can be.
[[nodiscard]] std::int64_t phaseStride(double period_steps, std::int64_t most);

/// Makes the curves of what it is shown.
class PhaseMeans {
 public:
  /// @param period  ms, > 0
  PhaseMeans(double period, std::size_t channels);

  [[nodiscard]] double period() const { return curves_.period; }
  /// Takes what the signals are at a time; together they have all channels.
  /// @param t  ms
  void add(double t, std::initializer_list<std::span<const double>> values);
  /// The curves as seen since the last call; bins that were not seen since are as before.
  [[nodiscard]] PhaseCurves take();

 private:
  PhaseCurves curves_;
  std::vector<double> sums_;  // (kBins, channels)
  std::array<double, PhaseCurves::kBins> counts_{}, phases_{};
};

}  // namespace vle
