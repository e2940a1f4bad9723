// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Eight doubles at once, in one, two or four registers: whatever the width, lane k holds the same
// value and a sum adds in the same order. Only for functions of VLE_FOR_EACH_ISA.
#pragma once

#include <cstddef>
#include <cstring>

#include "base/vectorize.h"

namespace vle {

/// Twice as many as a register holds.
template <class T>
struct Twice {
  T low;
  T high;

  VLE_INLINE friend Twice operator+(const Twice& a, const Twice& b) {
    return {a.low + b.low, a.high + b.high};
  }
  VLE_INLINE friend Twice operator*(const Twice& a, const Twice& b) {
    return {a.low * b.low, a.high * b.high};
  }
  VLE_INLINE friend Twice operator*(double a, const Twice& b) { return {a * b.low, a * b.high}; }
  VLE_INLINE friend Twice operator*(const Twice& a, double b) { return {a.low * b, a.high * b}; }
  VLE_INLINE Twice& operator+=(const Twice& other) { return *this = *this + other; }
};

namespace detail {

template <std::size_t kBytes>
struct LanesIn;
template <>
struct LanesIn<64> {
  using Type = double __attribute__((vector_size(64)));
};
template <>
struct LanesIn<32> {
  using Register = double __attribute__((vector_size(32)));
  using Type = Twice<Register>;
};
template <>
struct LanesIn<16> {
  using Register = double __attribute__((vector_size(16)));
  using Type = Twice<Twice<Register>>;
};

}  // namespace detail

/// Eight doubles in registers of kBytes.
template <std::size_t kBytes>
using Lanes = typename detail::LanesIn<kBytes>::Type;

/// T is double, or Lanes.
template <class T>
VLE_INLINE T load(const double* from) {
  if constexpr (requires(T t) { t.low; }) {
    using Half = decltype(T::low);
    constexpr std::size_t kHalf = sizeof(Half) / sizeof(double);
    return {load<Half>(from), load<Half>(from + kHalf)};
  } else {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
  }
}

template <class T>
VLE_INLINE void store(double* to, const T& value) {
  if constexpr (requires { value.low; }) {
    store(to, value.low);
    store(to + sizeof(value.low) / sizeof(double), value.high);
  } else {
    std::memcpy(to, &value, sizeof value);
  }
}

/// The upper half is added to the lower one, until one is left.
template <class T>
VLE_INLINE double sumOf(const T& v) {
  if constexpr (requires { v.low; }) {
    return sumOf(v.low + v.high);
  } else if constexpr (sizeof(T) == 64) {
    return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
  } else if constexpr (sizeof(T) == 32) {
    return (v[0] + v[2]) + (v[1] + v[3]);
  } else {
    return v[0] + v[1];
  }
}

}  // namespace vle
