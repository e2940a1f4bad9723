// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/no_allocation.h"

#if VLE_GUARDS_ALLOCATIONS

#include <cstdlib>
#include <unistd.h>

namespace {

thread_local std::size_t allocations = 0;
thread_local int guards = 0;

void count() {
  ++allocations;
  if (guards == 0) return;
  guards = 0;  // whoever is told may allocate
  constexpr char kWords[] = "vlelab: an allocation where none is allowed (NoAllocation)\n";
  (void)!write(STDERR_FILENO, kWords, sizeof kWords - 1);
  std::abort();
}

}  // namespace

extern "C" {
void* __libc_malloc(std::size_t size);                           // NOLINT
void* __libc_memalign(std::size_t alignment, std::size_t size);  // NOLINT

void* malloc(std::size_t size) {
  count();
  return __libc_malloc(size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  count();
  return __libc_memalign(alignment, size);
}
}

namespace vle {

NoAllocation::NoAllocation() { ++guards; }

NoAllocation::~NoAllocation() { --guards; }

std::size_t allocationCount() { return allocations; }

}  // namespace vle

#endif
