// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/node_geometry.h"

#include <algorithm>
#include <cmath>

namespace vle::ui {

namespace {

constexpr double kNodeMargin = 12;
constexpr double kTitleTop = 7;
constexpr double kTitleHeight = 18;
constexpr double kLayerWidth = 152;
constexpr double kSignalWidth = 112;
constexpr double kSignalHeight = 88;
constexpr double kNoteWidth = 192;

/// Where the rows of neurons begin and how far they are apart.
struct PairLayout {
  double left, between, column;  // px: first signal neuron; to its error neuron; to the next pair
  double top, row, bottom;
  double radius, half_side;
};
constexpr PairLayout kPairs{48, 56, 110, 40, 48, 16, 20, 18};
constexpr PairLayout kFrozenPairs{48, 0, 56, 30, 40, 8, 17, 0};

void placePairs(NodeGeometry& geometry, std::int64_t n, const PairLayout& layout) {
  const std::int64_t columns = n <= kMaxPairs / 2 ? 1 : 2;
  const std::int64_t rows = std::max<std::int64_t>(1, (n + columns - 1) / columns);
  const double width =
      columns == 1 ? kLayerWidth : 2 * layout.left + layout.between + layout.column;
  geometry.card = {0, 0, std::max(width, kLayerWidth),
                   layout.top + layout.row * static_cast<double>(rows) + layout.bottom};
  geometry.columns = static_cast<int>(columns);
  geometry.radius = layout.radius;
  geometry.half_side = layout.half_side;
  for (std::int64_t k = 0; k < n; ++k) {
    const std::int64_t column = k / rows;
    const QPointF signal(layout.left + layout.column * static_cast<double>(column),
                         layout.top + layout.row * (0.5 + static_cast<double>(k % rows)));
    geometry.pairs.push_back({signal, signal + QPointF(layout.between, 0)});
  }
  geometry.live = geometry.card.adjusted(0, layout.top - 2, 0, -layout.bottom + 6);
}

/// The pairs of a large layer, row by row, as large as the body of its card allows.
void placeGrid(NodeGeometry& geometry, std::int64_t n, const QRectF& body, bool frozen) {
  const double cell_width = frozen ? 1 : 2;  // in heights
  const double count = static_cast<double>(n);
  double height = std::sqrt(body.width() * body.height() / (count * cell_width));
  // Whole columns and rows: shrink until they fit.
  std::int64_t columns = 1;
  for (;; height *= 0.98) {
    columns =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(body.width() / (cell_width * height)));
    const std::int64_t rows = (n + columns - 1) / columns;
    if (static_cast<double>(rows) * height <= body.height()) break;
  }
  const double width = body.width() / static_cast<double>(columns);
  geometry.columns = static_cast<int>(columns);
  geometry.radius = 0.4 * height;
  geometry.half_side = frozen ? 0 : 0.36 * height;
  geometry.pairs.reserve(static_cast<std::size_t>(n));
  for (std::int64_t k = 0; k < n; ++k) {
    const std::int64_t row = k / columns;
    const QPointF corner(body.left() + width * static_cast<double>(k % columns),
                         body.top() + height * static_cast<double>(row));
    const QPointF signal = corner + QPointF(width * (frozen ? 0.5 : 0.27), height / 2);
    geometry.pairs.push_back({signal, signal + QPointF(frozen ? 0 : 0.46 * width, 0)});
  }
}

void placeStrip(NodeGeometry& geometry, std::int64_t n, bool frozen) {
  constexpr double kWidth = 216;
  constexpr double kLabel = 16;
  const QRectF row(kNodeMargin + kLabel, 46, kWidth - 2 * kNodeMargin - kLabel, 20);
  geometry.card = {0, 0, kWidth, frozen ? 94.0 : 120.0};
  geometry.rates = row;
  if (!frozen) geometry.errors = row.translated(0, 26);
  geometry.count = {kNodeMargin, geometry.card.bottom() - 23, kWidth - 2 * kNodeMargin, 16};
  placeGrid(geometry, n, row.united(geometry.errors).adjusted(-kLabel, -3, 3, 3), frozen);
  // With the lanes at its sides.
  geometry.live = geometry.card.adjusted(0, 24, 0, 0);
}

void placeSignal(NodeGeometry& geometry, std::int64_t n) {
  geometry.card = {0, 0, kSignalWidth, kSignalHeight};
  geometry.wave = geometry.card.adjusted(kNodeMargin, 32, -kNodeMargin, n > 1 ? -24 : -12);
  if (n > 1) geometry.count = {kNodeMargin, kSignalHeight - 22, kSignalWidth - 2 * kNodeMargin, 16};
  geometry.live = geometry.wave.adjusted(-2, -2, 2, 2);
}

void placeNote(NodeGeometry& geometry, const NodeSpec& node) {
  constexpr double kCharactersPerLine = 24;
  constexpr double kLine = 16;
  double lines = 1;
  std::size_t begin = 0;
  while (begin <= node.note.size()) {
    const std::size_t end = std::min(node.note.find('\n', begin), node.note.size());
    lines += std::max(1.0, std::ceil(static_cast<double>(end - begin) / kCharactersPerLine));
    begin = end + 1;
  }
  geometry.card = {0, 0, kNoteWidth, 24 + kLine * std::clamp(lines, 2.0, 20.0)};
  geometry.text = geometry.card.adjusted(kNodeMargin, 28, -kNodeMargin, -6);
}

void placePorts(NodeGeometry& geometry, const NodeSpec& node) {
  const double y = laneHeight(geometry.card, 0, 1);
  const QPointF left(geometry.card.left(), y);
  const QPointF right(geometry.card.right(), y);
  if (node.layer() != nullptr || node.target() != nullptr) geometry.in = left;
  if (node.layer() != nullptr || node.input() != nullptr) geometry.out = right;
}

}  // namespace

NodeGeometry nodeGeometry(const NodeSpec& node, bool frozen) {
  NodeGeometry geometry;
  if (node.layer() != nullptr) {
    if (node.size > kMaxPairs)
      placeStrip(geometry, node.size, frozen);
    else
      placePairs(geometry, std::max<std::int64_t>(0, node.size), frozen ? kFrozenPairs : kPairs);
  } else if (node.input() != nullptr || node.target() != nullptr) {
    placeSignal(geometry, node.size);
  } else {
    placeNote(geometry, node);
  }
  geometry.title = {kNodeMargin, kTitleTop, geometry.card.width() - 2 * kNodeMargin, kTitleHeight};
  geometry.detail = geometry.title.translated(0, 16);
  placePorts(geometry, node);
  return geometry;
}

std::size_t stripCells(std::int64_t n) {
  return static_cast<std::size_t>(std::clamp<std::int64_t>(n, 0, kMaxCells));
}

double laneHeight(const QRectF& card, std::size_t index, std::size_t count) {
  constexpr double kHeading = 24;  // wires meet the part of the card below its title
  constexpr double kFarthest = 32;
  const double middle = card.top() + (card.height() + kHeading) / 2;
  if (count < 2) return middle;
  const double last = static_cast<double>(count - 1);
  const double apart = std::min(kFarthest, (card.height() - kHeading - 16) / last);
  return middle + apart * (static_cast<double>(index) - last / 2);
}

double synapseLane(const NodeGeometry& geometry, std::int64_t neuron, std::int64_t count) {
  const auto k = static_cast<std::size_t>(neuron);
  if (geometry.rates.isEmpty() && k < geometry.pairs.size()) {
    // Beside its neuron; the second column between the lanes of the first.
    const double shift = geometry.columns > 1 ? laneStep(geometry, count) / 2 : 0;
    const bool is_second = geometry.pairs[k].signal.x() > geometry.pairs[0].signal.x();
    return geometry.pairs[k].signal.y() + (is_second ? shift : -shift);
  }
  constexpr double kHeading = 24;
  const QRectF side = geometry.card.adjusted(0, kHeading, 0, -8);
  return side.top() +
         side.height() * (static_cast<double>(neuron) + 0.5) / static_cast<double>(count);
}

double laneStep(const NodeGeometry& geometry, std::int64_t count) {
  if (geometry.rates.isEmpty() && geometry.pairs.size() > 1) {
    const double row = geometry.pairs[1].signal.y() - geometry.pairs[0].signal.y();
    return geometry.columns > 1 ? row / 2 : row;
  }
  return count > 1 ? synapseLane(geometry, 1, count) - synapseLane(geometry, 0, count)
                   : geometry.card.height() / 2;
}

QPointF snapped(QPointF position) {
  return {std::round(position.x() / kGrid) * kGrid, std::round(position.y() / kGrid) * kGrid};
}

}  // namespace vle::ui
