// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The quantities that learning changes: where their numbers stand in a network (initial) and in a
// state (live), and setting them back while the run goes on. Used by the runner and the inspector.
// Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

enum class Learned { tau_m, tau_r, bias, W, B };  // keys of the parameter table

/// One of them, of one layer or projection.
struct LearnedParameter {
  std::uint32_t id = 0;  ///< node or projection
  Learned what = Learned::W;
  bool operator==(const LearnedParameter&) const = default;
};

/// By key of the parameter table; nothing for a parameter that learning never changes.
[[nodiscard]] std::optional<Learned> learnedQuantity(std::string_view key);

/// Where its numbers stand in the arrays of the state; nothing where the network has none, as for B
/// that is made of W.
[[nodiscard]] std::optional<Slots> slotsOf(const Network& network, LearnedParameter parameter);

/// Does plasticity change it in this network?
[[nodiscard]] bool isLearned(const Network& network, LearnedParameter parameter);

/// The initial numbers, as compiled: (neuron_slots,) or (weight_slots,).
[[nodiscard]] const AlignedVector& initialArray(const Network& network, Learned what);

/// The live numbers as a person writes them: a number per neuron or one-to-one synapse, row by row
/// for a matrix (W post by pre, B pre by post), 0 where there is no synapse; empty if there are
/// none.
[[nodiscard]] std::vector<double> liveValues(const Network& network, const State& state,
                                             LearnedParameter parameter);

/// The same from an array of its quantity, as frames carry them; empty where the array is too
/// short.
/// @param live  (neuron_slots,) or (weight_slots,)
[[nodiscard]] std::vector<float> liveValues(const Network& network, std::span<const float> live,
                                            LearnedParameter parameter);

/// Gives the live numbers their initial values. Nothing else changes, but that a window of rule
/// bptt begins anew; a state that diverged stays as it is.
void setNow(const Network& network, LearnedParameter parameter, State& state);

}  // namespace vle
