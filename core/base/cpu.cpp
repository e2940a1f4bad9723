// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace vle {

#if defined(__x86_64__)

namespace {

__attribute__((target("avx"), noinline)) void zeroUpperHalves() { _mm256_zeroupper(); }

const bool kHasUpperHalves = __builtin_cpu_supports("avx") != 0;

}  // namespace

void clearVectorState() {
  if (kHasUpperHalves) zeroUpperHalves();
}

#else

void clearVectorState() {}

#endif

}  // namespace vle
