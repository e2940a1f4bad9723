// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where a layer, a projection or a signal lies in the arrays of all. Any thread.
#pragma once

#include <cstddef>

namespace vle {

/// A slice [begin, begin + size) of an array.
struct Slots {
  std::size_t begin = 0;
  std::size_t size = 0;
  [[nodiscard]] std::size_t end() const { return begin + size; }
  bool operator==(const Slots&) const = default;
};

}  // namespace vle
