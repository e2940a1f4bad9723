// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/layer_groups.h"

#include <algorithm>
#include <utility>

namespace vle {

namespace {

/// Strongly connected layers by Tarjan's algorithm: a layer depends on those it sends rates to.
class LoopFinder {
 public:
  explicit LoopFinder(std::vector<std::vector<std::size_t>> above)
      : above_(std::move(above)),
        order_(above_.size(), 0),
        low_(above_.size(), 0),
        is_open_(above_.size(), false) {}

  std::vector<std::vector<std::size_t>> run() {
    for (std::size_t l = 0; l < above_.size(); ++l) {
      if (order_[l] == 0) visit(l);
    }
    return std::move(groups_);
  }

 private:
  /// Without recursion: a network may have thousands of layers in a row.
  void visit(std::size_t first) {
    struct Place {
      std::size_t layer, next;
    };
    std::vector<Place> way = {{first, 0}};
    open(first);
    while (!way.empty()) {
      const std::size_t layer = way.back().layer;
      if (way.back().next < above_[layer].size()) {
        const std::size_t above = above_[layer][way.back().next++];
        if (order_[above] == 0) {
          open(above);
          way.push_back({above, 0});
        } else if (is_open_[above]) {
          low_[layer] = std::min(low_[layer], order_[above]);
        }
        continue;
      }
      way.pop_back();
      if (!way.empty()) low_[way.back().layer] = std::min(low_[way.back().layer], low_[layer]);
      if (low_[layer] == order_[layer]) close(layer);
    }
  }

  void open(std::size_t layer) {
    order_[layer] = low_[layer] = ++count_;
    is_open_[layer] = true;
    stack_.push_back(layer);
  }

  void close(std::size_t layer) {
    std::vector<std::size_t>& group = groups_.emplace_back();
    do {
      group.push_back(stack_.back());
      is_open_[stack_.back()] = false;
      stack_.pop_back();
    } while (group.back() != layer);
  }

  std::vector<std::vector<std::size_t>> above_, groups_;
  std::vector<std::size_t> order_, low_, stack_;
  std::vector<bool> is_open_;
  std::size_t count_ = 0;
};

}  // namespace

LayerGroups::LayerGroups(const Network& network) {
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    layer_at_[network.layers[l].range.begin] = l;
  }
  std::vector<std::vector<std::size_t>> above(network.layers.size());
  for (const ProjectionPlan& plan : network.projections) {
    if (!plan.from_input) above[layerOf(plan.pre)].push_back(layerOf(plan.post));
  }
  groups_ = LoopFinder(std::move(above)).run();
  group_of_.resize(network.layers.size());
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    for (const std::size_t l : groups_[g]) group_of_[l] = g;
  }
}

}  // namespace vle
