// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From a node of the spec to rectangles: the size of its card, where its neurons sit, where wires
// meet it. Free functions without a scene, so that they can be tested and reused by hit tests and
// auto-layout. Card coordinates: (0, 0) is the upper left corner. Any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "model/canvas.h"
#include "model/network_spec.h"

namespace vle::ui {

/// Distance of the dots of the canvas; cards snap to it, px.
inline constexpr double kGrid = kGridStep;
/// Layers up to this size always show every neuron pair; larger ones an activity strip, and their
/// pairs when looked at closely.
inline constexpr std::int64_t kMaxPairs = 8;
/// Cells of an activity strip; more neurons share cells.
inline constexpr std::int64_t kMaxCells = 64;

/// One signal neuron and its error partner.
struct PairPlace {
  QPointF signal;  ///< centre of the circle
  QPointF error;   ///< centre of the square
  bool operator==(const PairPlace&) const = default;
};

/// Where wires begin and end when they are drawn by hand: from an `out` to an `in`. A target takes
/// the layer it is for, and the one it follows.
enum class Port { In, Out };

/// Radius of a port, px.
inline constexpr double kPortRadius = 6;

/// Everything of a card that does not change with time.
struct NodeGeometry {
  QRectF card;
  QRectF title;   ///< first line of the heading
  QRectF detail;  ///< second line, used where both texts do not fit into the first
  std::vector<PairPlace> pairs;
  int columns = 1;                 ///< of pairs
  double radius = 0;               ///< of a signal neuron
  double half_side = 0;            ///< of an error neuron; 0 where none is drawn
  QRectF rates, errors;            ///< activity strip of a large layer, else empty
  QRectF wave;                     ///< waveform of an input or target
  QRectF text;                     ///< body of a note
  QRectF count;                    ///< "n = 256"; empty where the neurons can be counted
  QRectF live;                     ///< what changes with every frame
  std::optional<QPointF> in, out;  ///< centres of the ports it has
};

/// @param frozen  drawn pale and without error neurons (edge_routes.h)
[[nodiscard]] NodeGeometry nodeGeometry(const NodeSpec& node, bool frozen);

/// Cells of the activity strip of n neurons.
[[nodiscard]] std::size_t stripCells(std::int64_t n);

/// Height at which the synapses of a neuron meet the sides of its card, card coordinates.
[[nodiscard]] double synapseLane(const NodeGeometry& geometry, std::int64_t neuron,
                                 std::int64_t count);
/// Distance of two neighbouring lanes, px.
[[nodiscard]] double laneStep(const NodeGeometry& geometry, std::int64_t count);

/// Height at which one of several wires meets a side of the card.
/// @param index, count  counted from above
[[nodiscard]] double laneHeight(const QRectF& card, std::size_t index, std::size_t count);

/// The nearest point of the grid.
[[nodiscard]] QPointF snapped(QPointF position);

}  // namespace vle::ui
