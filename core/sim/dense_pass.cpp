// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/dense_pass.h"

#include "sim/synapse.h"

namespace vle {

namespace {

/// Some columns at a time, as long as there are so many, share the loads of e and the additions to
/// s.
/// @tparam kAhead  weights to be fetched before they are needed
/// @returns the first column left
template <class Lanes, std::size_t kColumns, std::size_t kAhead, Back kBack, Align kAlign,
          Learn kLearn>
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
      if constexpr (kAhead > 0) {
        __builtin_prefetch(columns[0].W + i + kAhead, 1);
        if constexpr (kBack == Back::ByB) __builtin_prefetch(columns[0].B + i + kAhead, 1);
      }
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
    for (std::size_t c = 0; c < kColumns; ++c) deliver(p, j + c, sumOf(sums[c]) + rest[c]);
  }
  return j;
}

template <class Lanes>
VLE_INLINE void passWith(const FusedProjection& p, const FusedProjection::Kind& kind) {
  constexpr std::size_t kLongColumn = 128;  // from here on, one after the other is best prefetched
  constexpr std::size_t kLargeMatrix = 1 << 18;  // from here on it does not stay in a cache
  constexpr std::size_t kPage = 512;  // where processors stop fetching ahead on their own
  withKind(
      kind, [&](auto back, auto align, auto learn) __attribute__((always_inline)) {
        if (p.n_synapses >= kLargeMatrix) {
          passColumns<Lanes, 1, kPage, back(), align(), learn()>(p, 0);
          return;
        }
        std::size_t j = 0;
        if (p.n_post <= kLongColumn) j = passColumns<Lanes, 2, 0, back(), align(), learn()>(p, 0);
        passColumns<Lanes, 1, 0, back(), align(), learn()>(p, j);
      });
}

// NOLINTBEGIN(bugprone-macro-parentheses): they are names and attributes
#define VLE_PASS(isa, target, bytes)                                              \
  namespace isa {                                                                 \
  target void pass(const FusedProjection& p, const FusedProjection::Kind& kind) { \
    passWith<Lanes<bytes>>(p, kind);                                              \
  }                                                                               \
  }
VLE_FOR_EACH_ISA(VLE_PASS)
#undef VLE_PASS
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace

PassMatrix* passMatrix(Isa isa) {
#define VLE_PASS(isa, target, bytes) isa::pass,
  constexpr PassMatrix* kPasses[] = {VLE_FOR_EACH_ISA(VLE_PASS)};
#undef VLE_PASS
  return kPasses[static_cast<std::size_t>(isa)];
}

}  // namespace vle
