// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/arranging.h"

#include <algorithm>
#include <cmath>

namespace vle {

namespace {

struct Card {
  NodeId id{};
  Box box;
};

std::vector<Card> cardsOf(const Project& project, const std::set<NodeId>& nodes,
                          const CardSizes& sizes) {
  std::vector<Card> cards;
  for (const NodeId id : nodes) {
    const NodeSpec* node = project.network.find(id);
    if (node != nullptr) cards.push_back({id, boxOf(id, *node, sizes)});
  }
  return cards;
}

double snapped(double x) { return std::round(x / kGridStep) * kGridStep; }

}  // namespace

std::vector<Edit> moveTo(const Project& project, const std::map<NodeId, Position>& positions) {
  std::vector<Edit> edits;
  for (const auto& entry : positions) {
    const NodeId id = entry.first;
    const Position& position = entry.second;
    const NodeSpec* node = project.network.find(id);
    if (node == nullptr || Position{node->x, node->y} == position) continue;
    NodeSpec moved = *node;
    moved.x = position.x;
    moved.y = position.y;
    edits.emplace_back(SetNode{id, std::move(moved)});
  }
  return edits;
}

std::vector<Edit> moveBy(const Project& project, const std::set<NodeId>& nodes, Position offset) {
  std::map<NodeId, Position> positions;
  for (const auto& [id, box] : cardsOf(project, nodes, {})) {
    positions[id] = {box.corner.x + offset.x, box.corner.y + offset.y};
  }
  return moveTo(project, positions);
}

std::vector<Edit> align(const Project& project, const std::set<NodeId>& nodes, Alignment alignment,
                        const CardSizes& sizes) {
  const std::vector<Card> cards = cardsOf(project, nodes, sizes);
  if (cards.empty()) return {};
  Position least = cards.front().box.corner;
  Position most = least;
  for (const auto& [id, box] : cards) {
    least = {std::min(least.x, box.corner.x), std::min(least.y, box.corner.y)};
    most = {std::max(most.x, box.right()), std::max(most.y, box.bottom())};
  }
  std::map<NodeId, Position> positions;
  for (const auto& [id, box] : cards) {
    Position& position = positions.emplace(id, box.corner).first->second;
    switch (alignment) {
      case Alignment::Left:
        position.x = least.x;
        break;
      case Alignment::Right:
        position.x = most.x - box.size.width;
        break;
      case Alignment::CentreHorizontally:
        position.x = (least.x + most.x - box.size.width) / 2;
        break;
      case Alignment::Top:
        position.y = least.y;
        break;
      case Alignment::Bottom:
        position.y = most.y - box.size.height;
        break;
      case Alignment::CentreVertically:
        position.y = (least.y + most.y - box.size.height) / 2;
        break;
    }
  }
  return moveTo(project, positions);
}

std::vector<Edit> distribute(const Project& project, const std::set<NodeId>& nodes,
                             Direction direction, const CardSizes& sizes) {
  std::vector<Card> cards = cardsOf(project, nodes, sizes);
  if (cards.size() < 3) return {};
  const bool horizontal = direction == Direction::Horizontal;
  const auto place = [&](Position& p) -> double& { return horizontal ? p.x : p.y; };
  const auto length = [&](const Box& box) { return horizontal ? box.size.width : box.size.height; };
  std::ranges::stable_sort(cards, {}, [&](Card card) { return place(card.box.corner); });
  double taken = 0;
  for (const Card& card : cards) taken += length(card.box);
  const double first = place(cards.front().box.corner);
  const double end = place(cards.back().box.corner) + length(cards.back().box);
  const double gap = (end - first - taken) / static_cast<double>(cards.size() - 1);
  std::map<NodeId, Position> positions;
  double next = first;
  for (Card& card : cards) {
    if (card.id != cards.back().id) place(card.box.corner) = next;
    positions[card.id] = card.box.corner;
    next += length(card.box) + gap;
  }
  return moveTo(project, positions);
}

Position snappedToGrid(Position position) { return {snapped(position.x), snapped(position.y)}; }

std::vector<Edit> snapToGrid(const Project& project, const std::set<NodeId>& nodes) {
  std::map<NodeId, Position> positions;
  for (const auto& [id, box] : cardsOf(project, nodes, {})) {
    positions[id] = snappedToGrid(box.corner);
  }
  return moveTo(project, positions);
}

}  // namespace vle
