// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Semantic zoom: what of a network is drawn is decided by the room it has on the screen. From afar
// cards and bundles, nearer pairs of neurons, nearer still every synapse. Header only, GUI thread.
#pragma once

#include <QRectF>

#include "drawing/node_geometry.h"

namespace vle::ui {

/// Below this zoom cards carry no texts, wires no labels.
inline constexpr double kTextZoom = 0.45;
/// From this zoom on a bundle is drawn as its synapses, if they have room.
inline constexpr double kSynapseZoom = 0.85;
/// Px of the screen between the lanes of neighbouring neurons that synapses need.
inline constexpr double kLaneRoom = 3;
/// Px of the screen that the radius of a neuron of a large layer needs.
inline constexpr double kPairRadius = 4;

/// What the person looks at; items outside need no details.
struct Sight {
  double zoom = 1;  ///< device-independent pixels per canvas pixel
  QRectF part;      ///< scene
};

/// Are neurons drawn one by one? Otherwise as an activity strip.
[[nodiscard]] inline bool showsPairs(const NodeGeometry& geometry, double zoom) {
  return geometry.rates.isEmpty() || geometry.radius * zoom >= kPairRadius;
}

/// From this zoom on a neuron that shows its period shows its number, too.
inline constexpr double kNumberZoom = 1.6;
/// Px of the screen that the radius of a neuron needs to show its period.
inline constexpr double kWaveRadius = 9;

/// Is one period of every neuron drawn, if it is known?
[[nodiscard]] inline bool showsWaves(const NodeGeometry& geometry, double zoom) {
  return geometry.radius * zoom >= kWaveRadius;
}

/// @param lane  distance of the lanes of neighbouring neurons, px of the canvas
[[nodiscard]] inline bool showsSynapses(double lane, double zoom) {
  return zoom >= kSynapseZoom && lane * zoom >= kLaneRoom;
}

}  // namespace vle::ui
