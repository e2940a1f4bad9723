// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A guard around what must not allocate. In Debug builds it is armed: standing in front of malloc,
// it ends the program at the first allocation of its thread, Eigen's and the standard library's
// included (Eigen's own guard knows no threads). Elsewhere it is nothing.
#pragma once

#include <cstddef>

#include "base/sanitizers.h"

// Sanitizers bring their own malloc.
#if !defined(NDEBUG) && defined(__GLIBC__) && !VLE_SANITIZES_ADDRESSES && !VLE_SANITIZES_THREADS
#define VLE_GUARDS_ALLOCATIONS 1
#else
#define VLE_GUARDS_ALLOCATIONS 0
#endif

namespace vle {

#if VLE_GUARDS_ALLOCATIONS

/// While one lives, its thread allocates nothing.
class NoAllocation {
 public:
  NoAllocation();
  ~NoAllocation();
  NoAllocation(const NoAllocation&) = delete;
  NoAllocation& operator=(const NoAllocation&) = delete;
};

/// How often the calling thread has allocated.
[[nodiscard]] std::size_t allocationCount();

#else

class NoAllocation {
 public:
  NoAllocation() {}  // not defaulted: a variable of this type is used
  NoAllocation(const NoAllocation&) = delete;
  NoAllocation& operator=(const NoAllocation&) = delete;
};

#endif

}  // namespace vle
