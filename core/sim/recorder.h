// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Watches channels of a state at full rate and keeps them as rows of a TraceBlock. Reading only: a
// recorder never changes what it watches. Simulation thread.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/fused_network.h"
#include "sim/probes.h"
#include "sim/trace_block.h"

namespace vle {

class Recorder {
 public:
  /// What a row keeps of its steps: the smallest, largest and last value, which means looking at
  /// every step, or only the last one.
  enum class Rows { Envelopes, Samples };

  /// What is computed of the slow variables (|H|²W, angles, distances) costs more than a step; an
  /// envelope takes it anew every so many steps and at the end of its rows.
  static constexpr std::int64_t kDeriveEvery = 16;

  /// Steps whose values are kept before their extremes are taken.
  static constexpr std::int64_t kMostAtOnce = 32;

  /// @param channels  what to watch
  /// @param network   the one they were made for; must outlive the recorder
  /// @param state     where to read it; must stay at this address with arrays of this size
  /// @param interval  steps a row, ≥ 1
  Recorder(std::vector<Channel> channels, const Network& network, const State& state,
           std::int64_t interval, Rows rows = Rows::Envelopes);

  /// How many steps may be done at once, ≥ 1, before `sample` must be called.
  /// @param step  the next one
  [[nodiscard]] std::int64_t stepsToNextSample(std::int64_t step) const;

  /// What is to be copied after every step from this one on; good until the next `sample`.
  [[nodiscard]] Watch watch();

  /// Takes the values of the steps since the last call, if it wants them.
  /// @param step   number of the step just done
  /// @param count  how many were done, at most what stepsToNextSample said; their values have been
  ///               copied as `watch` asked
  void sample(std::int64_t step, std::int64_t count);

  /// Hands over all rows, the open one included, and starts anew.
  TraceBlock take();

  /// Empties a used block for the next `take`, so that its memory is used again.
  void recycle(TraceBlock block);

 private:
  /// A value that no array of the state holds.
  struct Derived {
    std::size_t channel = 0;
    double value = 0;  ///< as it was when last computed
  };

  [[nodiscard]] bool isDue(const Derived& derived, std::int64_t step) const;
  void fillIn(std::int64_t step, double* rows, std::int64_t count);
  void close(std::int64_t step);

  std::vector<Channel> channels_;
  Rows rows_;
  const Network* network_;
  const State* state_;
  std::vector<const double*> values_;  ///< where to read; of what is computed, anywhere
  std::vector<Derived> derived_;
  bool derives_each_step_ = false;
  std::vector<double> watched_;           ///< (kMostAtOnce, channels), with Envelopes; else one row
  std::vector<double> min_, max_, last_;  ///< of the open row
  std::int64_t last_step_ = -1;
  bool is_open_ = false;
  TraceBlock block_;
};

}  // namespace vle
