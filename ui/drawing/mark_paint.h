// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What editing adds to the looks of cards and wires: selection frames, ports, the light of a card a
// wire may be dropped on, badges of problems. Comparable, so that equal marks are not painted
// again. Knows neither document nor lab; used by the items. GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QPainterPath>

#include "base/error.h"
#include "drawing/node_geometry.h"
#include "drawing/synapse_paint.h"
#include "drawing/theme.h"

class QPainter;

namespace vle::ui {

/// How a card looks while a wire is being drawn.
enum class Light { None, Legal, Chosen, Illegal };

struct NodeMarks {
  bool is_selected = false;
  bool is_current = false;  ///< where the keyboard stands
  bool has_ports = false;
  bool is_faded = false;
  bool is_far = false;       ///< out of reach of the synapse that is looked at
  bool is_left_out = false;  ///< the variant on the canvas has no such node
  Light light = Light::None;
  std::optional<std::size_t> neuron;  ///< chosen among the card's
  bool is_neuron_alone = false;       ///< the other neurons step back
  std::vector<std::size_t> poked;     ///< neurons held, silenced or driven by hand
  std::vector<std::size_t> diverged;  ///< neurons at which a variant ran away
  std::optional<Severity> problem;
  bool operator==(const NodeMarks&) const = default;
};

struct EdgeMarks {
  bool is_selected = false;
  bool is_faded = false;
  bool is_far = false;       ///< out of reach of the synapse that is looked at
  bool is_left_out = false;  ///< the variant on the canvas has no such projection
  ChosenNeuron chosen;
  std::optional<Severity> problem;
  bool operator==(const EdgeMarks&) const = default;
};

/// Share of itself that a faded card or wire keeps.
inline constexpr double kFadedOpacity = 0.18;
/// The same of a card that a wire cannot go to, and of what a variant leaves out.
inline constexpr double kIllegalOpacity = 0.4;
/// How far marks reach beyond a card, px.
inline constexpr double kMarkReach = 22;

/// The frame and ports of a card and its badge, over the card itself.
/// @param zoom  device pixels per card pixel; marks stay visible from afar
void paintNodeMarks(QPainter& painter, const NodeGeometry& geometry, const NodeMarks& marks,
                    const Theme& theme, double zoom);

/// The halo of a marked wire, under the wire itself.
/// @param width  of the wire, px
void paintHalo(QPainter& painter, const QPainterPath& wire, double width, QColor color,
               double zoom);

/// Of a badge on the canvas, px of the card.
[[nodiscard]] double badgeRadius(double zoom);

}  // namespace vle::ui
