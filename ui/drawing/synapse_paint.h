// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A projection seen from near: one curve per synapse, from the lane of the lower neuron to that of
// the upper one, W and B side by side. The curves are never stored: all have the shape of one base
// curve whose ends are shifted, so that ten thousand of them cost a few multiplications each.
// Knows neither document nor lab. GUI thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <QRectF>

#include "drawing/edge_routes.h"
#include "drawing/node_geometry.h"
#include "drawing/theme.h"

class QPainter;

namespace vle::ui {

/// The neurons of one synapse, within their nodes.
struct SynapseEnds {
  std::uint32_t from = 0;  ///< lower
  std::uint32_t to = 0;    ///< upper
};

/// The curves of a bundle; changes with the drawing, not with time.
struct SynapseBundle {
  Wire base;                       ///< between the middles of both cards' sides
  std::vector<double> from_lanes;  ///< of every lower neuron, above (−) or below (+) the base, px
  std::vector<double> to_lanes;    ///< of every upper neuron
  double step = 0;                 ///< between neighbouring lanes at the narrower end, px
  bool has_B = false;
  bool is_pale = false;
};

/// A synapse too weak for the number that is drawn.
inline constexpr std::int8_t kNotDrawn = -128;

/// How strong every synapse is, in the order of the network's weights.
struct SynapseLook {
  std::vector<std::int8_t> W;  ///< −kLevels…kLevels of the largest weight; empty: not shown
  std::vector<std::int8_t> B;  ///< the same; empty: there is none
  bool is_coarse = false;      ///< one of very many: no smoothing
  bool operator==(const SynapseLook&) const = default;
};

/// The neuron whose synapses are meant, at either end, or one synapse; the others step back.
struct ChosenNeuron {
  std::optional<std::uint32_t> from, to;
  bool is_alone = false;  ///< the others are hardly seen
  bool is_pair = false;   ///< only the synapse between both is meant
  bool operator==(const ChosenNeuron&) const = default;
  [[nodiscard]] bool isNone() const { return !from && !to; }
  [[nodiscard]] bool touches(const SynapseEnds& ends) const {
    const bool is_from = from && *from == ends.from;
    const bool is_to = to && *to == ends.to;
    return is_pair ? is_from && is_to : is_from || is_to;
  }
};

[[nodiscard]] SynapseBundle synapseBundle(const Route& route, const QRectF& from_card,
                                          const NodeGeometry& from, std::int64_t from_size,
                                          const QRectF& to_card, const NodeGeometry& to,
                                          std::int64_t to_size);

/// Weights as levels. The scale goes in steps, so that a growing weight does not make all others
/// tremble.
/// @param weights    any; what is not finite gets full strength
/// @param allowance  how many may be drawn: the strongest
[[nodiscard]] std::vector<std::int8_t> synapseLevels(std::span<const float> weights,
                                                     std::size_t allowance);

/// How far the curves reach.
[[nodiscard]] QRectF boundsOf(const SynapseBundle& bundle);

/// The synapse nearest to a point.
/// @param grip  how near is near enough, px
[[nodiscard]] std::optional<std::size_t> synapseAt(const SynapseBundle& bundle,
                                                   const std::vector<SynapseEnds>& ends,
                                                   QPointF point, double grip);

/// Paints every synapse, weak ones first.
/// @param chosen       drawn in front, and whole
/// @param only_chosen  leaves out all that does not touch the chosen neuron
void paintSynapses(QPainter& painter, const SynapseBundle& bundle,
                   const std::vector<SynapseEnds>& ends, const SynapseLook& look,
                   const ChosenNeuron& chosen, const Theme& theme, double zoom, bool only_chosen);

}  // namespace vle::ui
