// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Marks for the few sources whose loops decide the speed. VLE_FOR_EACH_ISA compiles functions once
// for every instruction set of the architecture (base/cpu.h), so a package stays portable; what
// they call must be VLE_INLINE to be compiled along. These sources are compiled without contraction
// to fused multiply-adds, and sums keep their order, so all of them give the same bits.
#pragma once

#include "base/sanitizers.h"

#define VLE_INLINE inline __attribute__((always_inline))

/// Before a loop: its rounds do not depend on one another.
#ifdef __clang__
#define VLE_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define VLE_INDEPENDENT _Pragma("GCC ivdep")
#endif

/// Calls F(namespace, attribute, bytes of a register) for every instruction set, narrowest first.
/// What AddressSanitizer looks for is the same in each.
#if defined(__x86_64__) && !VLE_SANITIZES_ADDRESSES
#define VLE_WIDE_REGISTERS 1
#define VLE_AVX2 "avx2,bmi,bmi2"
#define VLE_AVX512 VLE_AVX2 ",avx512f,avx512dq,avx512bw,avx512vl"
#define VLE_FOR_EACH_ISA(F)                      \
  F(baseline, , 16)                              \
  F(avx2, __attribute__((target(VLE_AVX2))), 32) \
  F(avx512, __attribute__((target(VLE_AVX512))), 64)
#else
#define VLE_WIDE_REGISTERS 0
#define VLE_FOR_EACH_ISA(F) F(baseline, , 16)
#endif
