// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A vector of doubles on a 64-byte boundary: one cache line, one AVX-512 register. Alignment is
// worth a quarter of the speed of the projection loops.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace vle {

inline constexpr std::size_t kAlignment = 64;

/// Minimal allocator returning memory aligned to kAlignment.
template <class T>
struct AlignedAllocator {
  using value_type = T;

  AlignedAllocator() = default;
  template <class U>
  explicit AlignedAllocator(const AlignedAllocator<U>&) {}

  T* allocate(std::size_t n) {
    return static_cast<T*>(::operator new (n * sizeof(T), std::align_val_t{kAlignment}));
  }
  void deallocate(T* p, std::size_t) noexcept {
    ::operator delete (p, std::align_val_t{kAlignment});
  }
  bool operator==(const AlignedAllocator&) const = default;
};

using AlignedVector = std::vector<double, AlignedAllocator<double>>;

/// The next multiple of eight doubles (one aligned line).
[[nodiscard]] constexpr std::size_t roundUpToLine(std::size_t n) { return (n + 7) / 8 * 8; }

}  // namespace vle
