// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finding an item's part of the live arrays. The network that runs may lag behind the document or
// be missing, so every look-up is by id and every slice is checked. Header only, GUI thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/network.h"

namespace vle::ui {

/// The plan of an id; nullptr if there is none.
/// @param place  [in, out] where it was found last, so that the next search is one comparison
template <class Plan, class Id>
[[nodiscard]] const Plan* planOf(const std::vector<Plan>& plans, Id id, std::size_t& place) {
  if (place < plans.size() && plans[place].id == id) return &plans[place];
  for (std::size_t k = 0; k < plans.size(); ++k) {
    if (plans[k].id == id) return &plans[place = k];
  }
  return nullptr;
}

/// A slice of a live array; empty if the array does not reach that far.
template <class T>
[[nodiscard]] std::span<const T> sliceOf(const std::vector<T>& array, Slots range) {
  if (range.end() > array.size()) return {};
  return std::span<const T>(array).subspan(range.begin, range.size);
}

}  // namespace vle::ui
