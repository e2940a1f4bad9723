// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Counts the allocations of this thread while a scope lives; allocations.cpp, which the program of
// the test has, stands in front of malloc. Under sanitizers, which bring their own malloc, nothing
// is counted.
#pragma once

#include <cstddef>
#include <cstdlib>

#include "base/no_allocation.h"

#if VLE_SANITIZES_ADDRESSES || VLE_SANITIZES_THREADS
#define VLE_COUNTS_ALLOCATIONS 0
#else
#define VLE_COUNTS_ALLOCATIONS 1
#endif

#if VLE_GUARDS_ALLOCATIONS  // somebody stands there already

namespace vle::test {

class AllocationScope {
 public:
  [[nodiscard]] std::size_t count() const { return allocationCount() - before_; }

 private:
  std::size_t before_ = allocationCount();
};

}  // namespace vle::test

#else

namespace vle::test {

inline thread_local std::size_t allocations = 0;

/// How often this thread allocated since the scope began.
class AllocationScope {
 public:
  [[nodiscard]] std::size_t count() const { return allocations - before_; }

 private:
  std::size_t before_ = allocations;
};

}  // namespace vle::test

#endif  // VLE_GUARDS_ALLOCATIONS
