// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Random numbers that depend on nothing but a key: a stream per (seed, id, parameter), so that
// adding a node never changes another's numbers, and the same on every machine (the distributions
// of the standard library differ between implementations), but for the last bits of what a C
// library makes of log and cos. Plain values, any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace vle {

/// A stream of random numbers (SplitMix64). Two streams with different keys are independent.
class RandomStream {
 public:
  /// @param key  any words that name the purpose: seed, id, channel, …
  RandomStream(std::initializer_list<std::uint64_t> key);

  /// 64 random bits.
  std::uint64_t next();
  /// Uniform in [0, 1), 53 bits.
  double uniform();
  /// Standard normal (Box–Muller; two uniforms a number, nothing kept between calls).
  double normal();

 private:
  std::uint64_t state_;
};

/// 64-bit FNV-1a of a text, to put parameter names into keys.
[[nodiscard]] constexpr std::uint64_t textKey(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return hash;
}

}  // namespace vle
