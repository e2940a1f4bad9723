// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a card shows (NodeLook, comparable, so that equal looks are not painted again) and the
// function that paints it. Knows neither document nor lab. GUI thread.
#pragma once

#include <cstdint>
#include <vector>

#include <QPolygonF>
#include <QString>

#include "editor/node_geometry.h"
#include "lab/live_view.h"
#include "theme.h"

class QPainter;

namespace vle::ui {

/// Below this zoom cards carry no texts, wires no labels.
inline constexpr double kTextZoom = 0.45;
/// Steps of the strength of a fill, and of the height of a bar.
inline constexpr int kLevels = 16;

/// One neuron as shown: how strongly filled, with which text.
struct NeuronLook {
  int level = 0;  ///< −kLevels…kLevels
  bool is_envelope = false;
  QString text;  ///< empty: nothing is known yet
  bool operator==(const NeuronLook&) const = default;
};

enum class CardKind { Layer, Input, Target, Note };

struct NodeLook {
  CardKind kind = CardKind::Layer;
  bool is_frozen = false;
  QString title, detail, count, text;
  std::vector<NeuronLook> rates, errors;  ///< per neuron, or per cell of the strip without texts
  std::vector<QPolygonF> waves;           ///< x in 0…1, y in −1…1
  bool operator==(const NodeLook&) const = default;
};

/// Strength of a value as a level. @param scale  value of full strength, > 0
[[nodiscard]] int levelOf(double value, double scale);

/// The fill of a neuron of some strength; what a test looks for on the screen.
[[nodiscard]] QColor neuronFill(const Theme& theme, const QColor& hue, int level, bool is_frozen);

/// @param zoom  device pixels per card pixel; decides the level of detail
void paintNode(QPainter& painter, const NodeGeometry& geometry, const NodeLook& look,
               const Theme& theme, double zoom);

}  // namespace vle::ui
