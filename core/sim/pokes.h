// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pokes: holding on to single neurons while the network runs (inject a current, hold a rate or a
// potential, silence). Ours, no part of VLE or GLE. Each takes effect within a step, at the place
// where the equation it overrules has just been computed (model.md §2); the readable step and the
// fused loops call the same functions. A state without pokes never comes here. With rule bptt, what
// was recorded is taken as it was: a held potential passes gradients like a free one.
// No exceptions; simulation thread.
#pragma once

#include <span>
#include <vector>

#include "base/vectorize.h"
#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// A poke as a person gives it, whichever variants have the neuron.
struct Poke {
  NodeId layer{};
  std::size_t neuron = 0;
  PokeKind kind = PokeKind::Inject;
  double value = 0;  ///< current, rate or potential, dimensionless; Silence has none
  bool operator==(const Poke&) const = default;
};

/// Makes these the pokes of a state, in place of all it had. Of several for one neuron the last one
/// holds; neurons the network lacks and values that are not finite are ignored.
void setPokes(const Network& network, std::span<const Poke> pokes, State& state);

/// The pokes of a state, by the names of the network.
[[nodiscard]] std::vector<Poke> pokesOf(const Network& network, const State& state);

/// After steps 2 and 3: silenced neurons have no error.
VLE_INLINE void pokeErrors(State& state) {
  for (const ActivePoke& poke : state.pokes) {
    if (poke.kind != PokeKind::Silence) continue;
    state.eps[poke.slot] = state.v[poke.slot] = state.e[poke.slot] = 0;
  }
}

/// After step 4: s += injected current.
VLE_INLINE void pokeInputs(State& state) {
  for (const ActivePoke& poke : state.pokes) {
    if (poke.kind == PokeKind::Inject) state.s[poke.slot] += poke.value;
  }
}

/// After step 5: u and ŭ where they are held.
VLE_INLINE void pokePotentials(State& state) {
  for (const ActivePoke& poke : state.pokes) {
    const bool is_silent = poke.kind == PokeKind::Silence;
    if (!is_silent && poke.kind != PokeKind::HoldPotential) continue;
    state.u_dot[poke.slot] = 0;
    state.u[poke.slot] = state.u_prosp[poke.slot] = is_silent ? 0 : poke.value;
  }
}

/// After step 6: r where it is held; nothing passes back through what does not move.
VLE_INLINE void pokeRates(State& state) {
  for (const ActivePoke& poke : state.pokes) {
    const bool is_silent = poke.kind == PokeKind::Silence;
    if (!is_silent && poke.kind != PokeKind::HoldRate) continue;
    state.r[poke.slot] = is_silent ? 0 : poke.value;
    state.r_prime[poke.slot] = 0;
  }
}

}  // namespace vle
