// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What consecutive steps leave behind for the adjoint (model.md §4): the rates they read, the
// slopes they made, the targets they were compared with. A plain value; recorded in the simulation
// thread, read in any.
#pragma once

#include <cstdint>
#include <vector>

#include "base/aligned.h"
#include "sim/network.h"

namespace vle {

/// What a trajectory keeps beside the least the adjoint needs.
struct TrajectoryParts {
  bool errors = false;      ///< e and ε, to be compared with the adjoint
  bool parameters = false;  ///< W, τ_m and τ_r of every step; else they are taken as constant
  bool operator==(const TrajectoryParts&) const = default;
};

/// Arrays are (capacity, …), one row a step, of which the first `steps` are filled.
struct Trajectory {
  Trajectory() = default;
  /// Allocates room, so that recording allocates nothing.
  Trajectory(const Network& network, std::int64_t most_steps, TrajectoryParts wanted);

  TrajectoryParts parts;
  std::int64_t first_step = 0;
  std::size_t capacity = 0;
  std::size_t steps = 0;
  AlignedVector r;             ///< rates read by the step, inputs included, (…, rate_slots)
  AlignedVector r_prime;       ///< made by the step; 0 where ŭ is held, (…, neuron_slots)
  AlignedVector u_dot;         ///< made by the step, (…, neuron_slots)
  AlignedVector target;        ///< r* of the step, (…, target_slots)
  AlignedVector e, eps;        ///< of the step; empty unless asked for
  AlignedVector W;             ///< before the step's plasticity, (1 or …, weight_slots)
  AlignedVector tau_m, tau_r;  ///< likewise, (1 or …, neuron_slots)

  bool operator==(const Trajectory&) const = default;

  [[nodiscard]] bool isFull() const { return steps == capacity; }
  /// Row of the parameters that held in a step.
  [[nodiscard]] std::size_t parameterRow(std::size_t step) const {
    return parts.parameters ? step : 0;
  }
  /// Forgets all steps.
  void clear() { steps = 0; }
};

/// A column of one of the arrays: one neuron in steps [from, until).
[[nodiscard]] std::vector<double> column(const AlignedVector& array, std::size_t width,
                                         std::size_t slot, std::size_t from, std::size_t until);

/// A row of one of the arrays.
[[nodiscard]] inline const double* row(const AlignedVector& array, std::size_t step,
                                       std::size_t width) {
  return array.data() + step * width;
}

}  // namespace vle
