// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A vector of doubles on a 64-byte boundary: one cache line, one AVX-512 register. Long vectors
// begin at different places within their pages: a processor takes a load for dependent on a store
// whose address agrees in the last 12 bits, and W and B, read and written side by side, would wait
// for each other in every line. Both are worth a third of the speed of the projection loops.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace vle {

inline constexpr std::size_t kAlignment = 64;
inline constexpr std::size_t kPage = 4096;

/// Where in its first page the next long vector begins, in bytes: half a page and a little on, so
/// that two made one after the other do not meet, not even in four short columns of a matrix.
[[nodiscard]] inline std::size_t nextPlaceInPage() {
  thread_local std::size_t place = 0;
  place = (place + kPage / 2 + 5 * kAlignment) % kPage;
  return place;
}

/// Minimal allocator returning memory aligned to kAlignment; a page or more of it at another place
/// within its first page each time.
template <class T>
struct AlignedAllocator {
  using value_type = T;

  AlignedAllocator() = default;
  template <class U>
  explicit AlignedAllocator(const AlignedAllocator<U>&) {}

  T* allocate(std::size_t n) {
    const std::size_t bytes = n * sizeof(T);
    if (bytes < kPage) {
      return static_cast<T*>(::operator new (bytes, std::align_val_t{kAlignment}));
    }
    void* pages = ::operator new (bytes + kPage, std::align_val_t{kPage});
    return reinterpret_cast<T*>(static_cast<std::byte*>(pages) + nextPlaceInPage());
  }
  void deallocate(T* p, std::size_t n) noexcept {
    if (n * sizeof(T) < kPage) return ::operator delete (p, std::align_val_t{kAlignment});
    const std::size_t place = reinterpret_cast<std::uintptr_t>(p) % kPage;
    ::operator delete (reinterpret_cast<std::byte*>(p) - place, std::align_val_t{kPage});
  }
  bool operator==(const AlignedAllocator&) const = default;
};

using AlignedVector = std::vector<double, AlignedAllocator<double>>;

[[nodiscard]] inline std::vector<float> asFloats(const AlignedVector& values) {
  return {values.begin(), values.end()};
}

/// The next multiple of eight doubles (one aligned line).
[[nodiscard]] constexpr std::size_t roundUpToLine(std::size_t n) { return (n + 7) / 8 * 8; }

}  // namespace vle
