// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which layers lie on loops with each other, and an order of the rest. Any thread.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "sim/network.h"

namespace vle {

class LayerGroups {
 public:
  explicit LayerGroups(const Network& network);

  /// Indices of layers: each layer with all that it forms loops with, those above first.
  [[nodiscard]] const std::vector<std::vector<std::size_t>>& groups() const { return groups_; }
  /// The index of a layer. @pre  the slots are those of a layer
  [[nodiscard]] std::size_t layerOf(Slots range) const { return layer_at_.at(range.begin); }
  /// Of which group a layer is.
  [[nodiscard]] std::size_t groupOf(Slots range) const { return group_of_[layerOf(range)]; }
  /// Does a projection lie on a loop of layers?
  [[nodiscard]] bool isOnLoop(const ProjectionPlan& plan) const {
    return !plan.from_input && groupOf(plan.pre) == groupOf(plan.post);
  }

 private:
  std::map<std::size_t, std::size_t> layer_at_;  // by its first slot
  std::vector<std::vector<std::size_t>> groups_;
  std::vector<std::size_t> group_of_;
};

}  // namespace vle
