// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Marks for the few sources whose loops decide the speed. A function with VLE_CLONES is compiled
// for several instruction sets, and the best one the machine has is chosen at start, so a package
// stays portable; what it calls must be VLE_INLINE to be compiled along.
#pragma once

#define VLE_INLINE inline __attribute__((always_inline))

// The choice at start crashes under ThreadSanitizer.
#if defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_THREAD__)
#define VLE_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VLE_CLONES
#endif
