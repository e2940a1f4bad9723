// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one pass over a matrix of synapses, eight rows at a time: per step every weight is read once
// and written once.
#include "sim/synapse.h"

namespace vle {

namespace {

VLE_INLINE double sum(const Lanes& v) {
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}

/// Some columns at a time, as long as there are so many, share the loads of e and the additions to
/// s.
/// @returns the first column left
template <std::size_t kColumns, Back kBack, Align kAlign, Learn kLearn>
VLE_INLINE std::size_t passColumns(const FusedProjection& shared, std::size_t j) {
  const FusedProjection p = shared;  // nothing that is written can be part of it
  constexpr std::size_t kLanes = sizeof(Lanes) / sizeof(double);
  const std::size_t n = p.n_post;
  for (; j + kColumns <= p.n_pre; j += kColumns) {
    Column columns[kColumns];
    Lanes sums[kColumns];
    double rest[kColumns];
#pragma GCC unroll 8
    for (std::size_t c = 0; c < kColumns; ++c) {
      columns[c] = columnOf<kAlign, kLearn>(p, j + c, (j + c) * n);
      sums[c] = Lanes{};
      rest[c] = 0;
    }
    std::size_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
      const auto row = rowOf<kAlign, Lanes>(p, i);
      Lanes received{};
#pragma GCC unroll 8
      for (std::size_t c = 0; c < kColumns; ++c) {
        received += synapse<kBack, kAlign, kLearn>(p, columns[c], i, row, sums[c]);
      }
      store<Lanes>(p.s + i, load<Lanes>(p.s + i) + received);
    }
    for (; i < n; ++i) {
      const auto row = rowOf<kAlign, double>(p, i);
#pragma GCC unroll 8
      for (std::size_t c = 0; c < kColumns; ++c) {
        p.s[i] += synapse<kBack, kAlign, kLearn>(p, columns[c], i, row, rest[c]);
      }
    }
    if constexpr (kBack == Back::Nothing) continue;
#pragma GCC unroll 8
    for (std::size_t c = 0; c < kColumns; ++c) deliver(p, j + c, sum(sums[c]) + rest[c]);
  }
  return j;
}

}  // namespace

VLE_CLONES
void passMatrix(const FusedProjection& p, const FusedProjection::Kind& kind) {
  constexpr std::size_t kLongColumn = 128;  // from here on, one after the other is best prefetched
  withKind(
      kind, [&](auto back, auto align, auto learn) __attribute__((always_inline)) {
        std::size_t j = 0;
        if (p.n_post <= kLongColumn) j = passColumns<4, back(), align(), learn()>(p, 0);
        passColumns<1, back(), align(), learn()>(p, j);
      });
}

}  // namespace vle
