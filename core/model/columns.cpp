// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/columns.h"

#include <algorithm>
#include <utility>

namespace vle {

namespace {

using Wires = std::vector<std::vector<std::size_t>>;

/// Everything after what leads to it, loops aside: depth first from the roots.
std::vector<std::size_t> forwardOrder(const Wires& next, const std::vector<std::size_t>& roots) {
  std::vector<std::size_t> finished;
  std::vector<bool> seen(next.size(), false);
  std::vector<std::pair<std::size_t, std::size_t>> path;  // where, and wires followed from there
  for (const std::size_t root : roots) {
    if (seen[root]) continue;
    seen[root] = true;
    path.emplace_back(root, 0);
    while (!path.empty()) {
      auto& [k, followed] = path.back();
      if (followed == next[k].size()) {
        finished.push_back(k);
        path.pop_back();
        continue;
      }
      const std::size_t to = next[k][followed++];
      if (seen[to]) continue;
      seen[to] = true;
      path.emplace_back(to, 0);
    }
  }
  std::ranges::reverse(finished);
  return finished;
}

}  // namespace

std::vector<std::size_t> columnsOf(const Wires& next, const std::vector<bool>& is_source) {
  const std::size_t n = next.size();
  std::vector<bool> driven(n, false);
  for (const auto& wires : next) {
    for (const std::size_t to : wires) driven[to] = true;
  }
  // Sources first, then what nothing leads to, then the rest: loops that nothing leads into.
  std::vector<std::size_t> roots;
  for (std::size_t k = 0; k < n; ++k) roots.push_back(k);
  std::ranges::stable_sort(roots, {}, [&](std::size_t k) {
    return is_source[k] ? 0 : driven[k] ? 2 : 1;
  });
  const std::vector<std::size_t> order = forwardOrder(next, roots);
  std::vector<std::size_t> place(n);
  for (std::size_t k = 0; k < n; ++k) place[order[k]] = k;
  std::vector<std::size_t> columns(n, 0);
  for (const std::size_t k : order) {
    for (const std::size_t to : next[k]) {
      const bool closes_loop = place[to] < place[k];
      if (!closes_loop) columns[to] = std::max(columns[to], columns[k] + 1);
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    if (driven[k] || is_source[k] || next[k].empty()) continue;
    std::size_t first = n;
    for (const std::size_t to : next[k]) first = std::min(first, columns[to]);
    columns[k] = std::max<std::size_t>(first, 1) - 1;
  }
  return columns;
}

}  // namespace vle
