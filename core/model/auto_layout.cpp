// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/auto_layout.h"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <set>
#include <utility>
#include <vector>

#include "model/columns.h"

namespace vle {

namespace {

constexpr double kColumnGap = 72;  ///< at least, for the wires and their labels
constexpr double kRowGap = 36;     ///< at least, between cards of a column
constexpr int kPasses = 8;         ///< of moving cards towards their neighbours
constexpr int kMaxRounds = 50;
constexpr double kWorthwhile = 0.999;  ///< a new order must make wires shorter than this share

double gridUp(double length) { return std::ceil(length / kGridStep) * kGridStep; }

/// A card that takes part: notes do not.
struct Placed {
  NodeId id{};
  Position old;
  Size size;
  double slot = 0;                        ///< height it takes in its column, a multiple of the grid
  double y = 0;                           ///< of its upper edge, new
  std::vector<std::size_t> below, above;  ///< cards whose wires come from, and go to

  [[nodiscard]] double centre() const { return y + size.height / 2; }
};

class Layout {
 public:
  Layout(const NetworkSpec& spec, const CardSizes& sizes) {
    std::map<NodeId, std::size_t> index;
    for (const auto& [id, node] : spec.nodes) {
      if (std::holds_alternative<NoteSpec>(node.kind)) continue;
      index[id] = cards_.size();
      Placed card{.id = id,
                  .old = {node.x, node.y},
                  .size = boxOf(id, node, sizes).size,
                  .below = {},
                  .above = {}};
      card.slot = gridUp(card.size.height + kRowGap);
      is_source_.push_back(node.input() != nullptr);
      cards_.push_back(std::move(card));
    }
    std::set<std::pair<std::size_t, std::size_t>> wires;
    const auto add = [&](NodeId from, NodeId to) {
      const auto a = index.find(from);
      const auto b = index.find(to);
      const bool joins = a != index.end() && b != index.end() && a->second != b->second;
      if (joins && wires.emplace(a->second, b->second).second) {
        cards_[a->second].above.push_back(b->second);
        cards_[b->second].below.push_back(a->second);
      }
    };
    for (const auto& [id, projection] : spec.projections) add(projection.from, projection.to);
    for (const auto& [id, node] : spec.nodes) {
      const TargetSpec* target = node.target();
      if (target == nullptr) continue;
      add(target->of, id);
      if (const auto* follows = std::get_if<NodeId>(&target->source)) add(*follows, id);
    }
  }

  std::map<NodeId, Position> run() {
    if (cards_.empty()) return {};
    findColumns();
    sortByPlace();
    place();
    double length = wireLength();
    for (int round = 0; round < kMaxRounds; ++round) {
      const auto best = columns_;
      sortByNeighbours();
      place();
      const double now = wireLength();
      if (now < kWorthwhile * length) {
        length = now;
        continue;
      }
      columns_ = best;
      place();
      break;
    }
    return positions();
  }

 private:
  void findColumns() {
    std::vector<std::vector<std::size_t>> next;
    next.reserve(cards_.size());
    for (const Placed& card : cards_) next.push_back(card.above);
    const std::vector<std::size_t> columns = columnsOf(next, is_source_);
    for (std::size_t k = 0; k < cards_.size(); ++k) {
      if (columns_.size() <= columns[k]) columns_.resize(columns[k] + 1);
      columns_[columns[k]].push_back(k);
    }
  }

  void sortByPlace() {
    for (auto& column : columns_) {
      std::ranges::stable_sort(column, {}, [this](std::size_t k) { return cards_[k].old.y; });
    }
  }

  /// Mean height of the neighbours; its own without any.
  [[nodiscard]] double pull(const Placed& card) const {
    const std::size_t count = card.below.size() + card.above.size();
    if (count == 0) return card.centre();
    double sum = 0;
    for (const std::size_t k : card.below) sum += cards_[k].centre();
    for (const std::size_t k : card.above) sum += cards_[k].centre();
    return sum / static_cast<double>(count);
  }

  void sortByNeighbours() {
    std::vector<double> wanted;
    wanted.reserve(cards_.size());
    for (const Placed& card : cards_) wanted.push_back(pull(card));
    for (auto& column : columns_) {
      std::ranges::stable_sort(column, {}, [&wanted](std::size_t k) { return wanted[k]; });
    }
  }

  /// Heights that follow from the order alone: stacked, then drawn towards the neighbours.
  void place() {
    for (auto& column : columns_) {
      double y = 0;
      for (const std::size_t k : column) y += cards_[k].slot;
      y /= -2;
      for (const std::size_t k : column) {
        cards_[k].y = y;
        y += cards_[k].slot;
      }
    }
    for (int pass = 0; pass < kPasses; ++pass) {
      if (pass % 2 == 0) {
        for (auto& column : columns_) settle(column);
      } else {
        for (auto& column : columns_ | std::views::reverse) settle(column);
      }
    }
    for (auto& column : columns_) snap(column);
  }

  /// The heights nearest to what the cards of a column want, in their order and without overlap:
  /// cards that would meet move as one block, to the mean of what they want.
  void settle(const std::vector<std::size_t>& column) {
    struct Block {
      double sum = 0;
      std::size_t count = 0;
      [[nodiscard]] double mean() const { return sum / static_cast<double>(count); }
    };
    std::vector<Block> blocks;
    double offset = 0;
    for (const std::size_t k : column) {
      const Placed& card = cards_[k];
      blocks.push_back({pull(card) - card.size.height / 2 - offset, 1});
      offset += card.slot;
      while (blocks.size() > 1 && blocks.back().mean() < blocks[blocks.size() - 2].mean()) {
        const Block last = blocks.back();
        blocks.pop_back();
        blocks.back().sum += last.sum;
        blocks.back().count += last.count;
      }
    }
    offset = 0;
    auto k = column.begin();
    for (const Block& block : blocks) {
      for (std::size_t n = 0; n < block.count; ++n, ++k) {
        cards_[*k].y = block.mean() + offset;
        offset += cards_[*k].slot;
      }
    }
  }

  /// Slots are multiples of the grid, so rounding keeps the order and the gaps.
  void snap(const std::vector<std::size_t>& column) {
    double offset = 0;
    for (const std::size_t k : column) {
      cards_[k].y = std::round((cards_[k].y - offset) / kGridStep) * kGridStep + offset;
      offset += cards_[k].slot;
    }
  }

  [[nodiscard]] double wireLength() const {
    double sum = 0;
    for (const Placed& card : cards_) {
      for (const std::size_t k : card.above) sum += std::abs(cards_[k].centre() - card.centre());
    }
    return sum;
  }

  [[nodiscard]] std::map<NodeId, Position> positions() const {
    Position corner = cards_.front().old;
    double top = cards_.front().y;
    for (const Placed& card : cards_) {
      corner = {std::min(corner.x, card.old.x), std::min(corner.y, card.old.y)};
      top = std::min(top, card.y);
    }
    corner = {std::round(corner.x / kGridStep) * kGridStep,
              std::round(corner.y / kGridStep) * kGridStep};
    std::map<NodeId, Position> result;
    double x = corner.x;
    for (const auto& column : columns_) {
      double width = 0;
      for (const std::size_t k : column) {
        result[cards_[k].id] = {x, corner.y + cards_[k].y - top};
        width = std::max(width, cards_[k].size.width);
      }
      x += gridUp(width + kColumnGap);
    }
    return result;
  }

  std::vector<Placed> cards_;  ///< by id
  std::vector<bool> is_source_;
  std::vector<std::vector<std::size_t>> columns_;  ///< from above
};

bool isNote(const NodeSpec& node) { return std::holds_alternative<NoteSpec>(node.kind); }

/// Moves a box down until it lies on no other.
void makeFree(Box& box, const std::vector<Box>& others) {
  bool moved = true;
  while (moved) {
    moved = false;
    for (const Box& other : others) {
      if (!box.meets(other, kGridStep / 2)) continue;
      box.corner.y = gridUp(other.bottom() + kGridStep / 2);
      moved = true;
    }
  }
}

/// Notes go as far as the nearest card does, and then down to where there is room.
void placeNotes(const NetworkSpec& spec, const CardSizes& sizes,
                std::map<NodeId, Position>& positions) {
  std::vector<Box> taken;
  taken.reserve(positions.size());
  for (const auto& [id, position] : positions) {
    taken.push_back({position, boxOf(id, spec.nodes.at(id), sizes).size});
  }
  const std::map<NodeId, Position> cards = positions;
  for (const auto& [id, note] : spec.nodes) {
    if (!isNote(note)) continue;
    Box box = boxOf(id, note, sizes);
    double nearest = -1;
    Position offset;
    for (const auto& [card, position] : cards) {
      const NodeSpec& old = spec.nodes.at(card);
      const double distance = std::hypot(old.x - note.x, old.y - note.y);
      if (nearest >= 0 && distance >= nearest) continue;
      nearest = distance;
      offset = {position.x - old.x, position.y - old.y};
    }
    box.corner = {box.corner.x + offset.x, box.corner.y + offset.y};
    makeFree(box, taken);
    taken.push_back(box);
    positions[id] = box.corner;
  }
}

}  // namespace

std::map<NodeId, Position> autoLayout(const NetworkSpec& spec, const CardSizes& sizes) {
  std::map<NodeId, Position> positions = Layout(spec, sizes).run();
  placeNotes(spec, sizes, positions);
  return positions;
}

std::map<NodeId, Position> placesForStacked(const NetworkSpec& spec, const CardSizes& sizes) {
  std::map<std::pair<double, double>, std::size_t> count;
  for (const auto& [id, node] : spec.nodes) ++count[{node.x, node.y}];
  std::vector<NodeId> stacked;
  std::vector<Box> taken;
  for (const auto& [id, node] : spec.nodes) {
    if (count.at({node.x, node.y}) > 1)
      stacked.push_back(id);
    else
      taken.push_back(boxOf(id, node, sizes));
  }
  if (taken.empty())
    return stacked.empty() ? std::map<NodeId, Position>{} : autoLayout(spec, sizes);
  // Where a layout of everything would put them, moved to where there is room.
  const std::map<NodeId, Position> layout = autoLayout(spec, sizes);
  std::map<NodeId, Position> places;
  for (const NodeId id : stacked) {
    Box box{layout.at(id), boxOf(id, spec.nodes.at(id), sizes).size};
    makeFree(box, taken);
    taken.push_back(box);
    places[id] = box.corner;
  }
  return places;
}

}  // namespace vle
