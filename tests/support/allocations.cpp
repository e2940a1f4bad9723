// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "allocations.h"

#if VLE_COUNTS_ALLOCATIONS && !VLE_GUARDS_ALLOCATIONS
extern "C" {
void* __libc_malloc(std::size_t size);                           // NOLINT
void* __libc_memalign(std::size_t alignment, std::size_t size);  // NOLINT

void* malloc(std::size_t size) {
  ++vle::test::allocations;
  return __libc_malloc(size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  ++vle::test::allocations;
  return __libc_memalign(alignment, size);
}
}
#endif
