// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Marks for the few sources whose loops decide the speed. A function with VLE_CLONES is compiled
// for several instruction sets, and the best one the machine has is chosen at start, so a package
// stays portable; what it calls must be VLE_INLINE to be compiled along.
#pragma once

#include "base/sanitizers.h"

#define VLE_INLINE inline __attribute__((always_inline))

/// Before a loop: its rounds do not depend on one another.
#ifdef __clang__
#define VLE_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define VLE_INDEPENDENT _Pragma("GCC ivdep")
#endif

// The choice at start crashes under ThreadSanitizer, and what AddressSanitizer looks for is the
// same in every clone.
#if defined(__x86_64__) && defined(__linux__) && !VLE_SANITIZES_THREADS && !VLE_SANITIZES_ADDRESSES
#define VLE_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VLE_CLONES
#endif
