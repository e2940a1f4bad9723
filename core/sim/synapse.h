// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What one synapse does in a step, model.md §2 steps 4, 7, 8 and §3, inlined into the loops over
// matrices (dense_pass.cpp) and lists (kernels.cpp) for every kind of feedback and plasticity.
#pragma once

#include <type_traits>

#include "base/lanes.h"
#include "sim/fused_network.h"

namespace vle {

using Back = FusedProjection::Back;
using Align = FusedProjection::Align;
using Learn = FusedProjection::Learn;

/// The synapses of one lower neuron: everything about it that they share.
struct Column {
  double* W;
  double* B;
  double r;         ///< of the lower neuron
  double change;    ///< of W per error: dt η_W r
  double keep_B;    ///< B ← keep_B B + …
  double align;     ///< … align × (W, M, s̃ or e of the upper neuron)
  const double* M;  ///< where B is aligned with it
};

template <Align kAlign, Learn kLearn>
VLE_INLINE Column columnOf(const FusedProjection& p, std::size_t j, std::size_t offset) {
  Column column{p.W + offset, p.B + offset, p.r[j], 0, 0, 0, nullptr};
  if constexpr (kLearn != Learn::No) column.change = p.h_W * column.r;
  if constexpr (kAlign == Align::ToErrors) {
    column.keep_B = p.keep_both;
    column.align = p.h_W * column.r;
  }
  if constexpr (kAlign == Align::ToWeights || kAlign == Align::ToDrive ||
                kAlign == Align::ToModel) {
    column.keep_B = 1 - p.h_B * (p.rho[j] * p.rho[j]);
    column.align =
        p.h_B * (kAlign == Align::ToDrive ? p.r_tilde_before[j] : p.r_tilde[j] * p.r_tilde[j]);
  }
  if constexpr (kAlign == Align::ToModel) column.M = p.M + offset;
  return column;
}

/// What a synapse needs of its upper neuron; of several ones with T = Lanes.
template <class T>
struct Row {
  T e;
  T s_tilde;
};

template <Align kAlign, class T>
VLE_INLINE Row<T> rowOf(const FusedProjection& p, std::size_t i) {
  if constexpr (kAlign != Align::ToDrive) return {load<T>(p.e + i), T{}};
  return {load<T>(p.e + i), load<T>(p.s_tilde + i)};
}

/// One synapse, or eight of a column: the message down, plasticity of B from the old W or M, then
/// of W.
/// @param acc  [in, out] what arrives at the lower neuron
/// @returns what the upper neuron receives
template <Back kBack, Align kAlign, Learn kLearn, class T>
VLE_INLINE T synapse(const FusedProjection& p, const Column& column, std::size_t i,
                     const Row<T>& row, T& acc) {
  const T W = load<T>(column.W + i);
  if constexpr (kBack == Back::ByW) acc += row.e * W;
  if constexpr (kBack == Back::ByB) {
    const T B = load<T>(column.B + i);
    acc += row.e * B;
    if constexpr (kAlign != Align::No) {
      T towards = kAlign == Align::ToWeights ? W : kAlign == Align::ToDrive ? row.s_tilde : row.e;
      if constexpr (kAlign == Align::ToModel) towards = load<T>(column.M + i);
      store<T>(column.B + i, column.keep_B * B + column.align * towards);
    }
  }
  if constexpr (kLearn == Learn::Flow) store<T>(column.W + i, W + column.change * row.e);
  if constexpr (kLearn == Learn::FlowAndDecay) {
    store<T>(column.W + i, p.keep_W * (p.keep_both * W + column.change * row.e));
  }
  return W * column.r;
}

VLE_INLINE void deliver(const FusedProjection& p, std::size_t j, double acc) {
  p.down[j] += p.gain != nullptr ? p.gain[j] * acc : acc;
}

/// Calls f(back, align, learn) with the kind as constants: f is compiled once for each that exists.
template <class F>
VLE_INLINE void withKind(const FusedProjection::Kind& kind, F&& f) {
  const auto with_learn = [&](auto back, auto align) __attribute__((always_inline)) {
    switch (kind.learn) {
      case Learn::No:
        return f(back, align, std::integral_constant<Learn, Learn::No>{});
      case Learn::Flow:
        return f(back, align, std::integral_constant<Learn, Learn::Flow>{});
      case Learn::FlowAndDecay:
        return f(back, align, std::integral_constant<Learn, Learn::FlowAndDecay>{});
    }
  };
  const std::integral_constant<Align, Align::No> stays;
  switch (kind.back) {
    case Back::Nothing:
      return with_learn(std::integral_constant<Back, Back::Nothing>{}, stays);
    case Back::ByW:
      return with_learn(std::integral_constant<Back, Back::ByW>{}, stays);
    case Back::ByB:
      break;
  }
  const std::integral_constant<Back, Back::ByB> by_B;
  switch (kind.align) {
    case Align::No:
      return with_learn(by_B, stays);
    case Align::ToWeights:
      return with_learn(by_B, std::integral_constant<Align, Align::ToWeights>{});
    case Align::ToDrive:
      return with_learn(by_B, std::integral_constant<Align, Align::ToDrive>{});
    case Align::ToErrors:
      return with_learn(by_B, std::integral_constant<Align, Align::ToErrors>{});
    case Align::ToModel:
      return with_learn(by_B, std::integral_constant<Align, Align::ToModel>{});
  }
}

}  // namespace vle
