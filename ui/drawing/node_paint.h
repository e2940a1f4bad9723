// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a card shows (NodeLook, comparable, so that equal looks are not painted again) and the
// function that paints it. Knows neither document nor lab. GUI thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QPolygonF>
#include <QString>

#include "drawing/detail.h"
#include "drawing/theme.h"
#include "session/live_view.h"

class QPainter;

namespace vle::ui {

/// How strongly one neuron is filled.
struct NeuronLook {
  std::int8_t level = 0;  ///< −kLevels…kLevels
  bool is_envelope = false;
  bool operator==(const NeuronLook&) const = default;
};

/// What a neuron did in one period, and what it should have done; x in 0…1, y in −1…1. Empty where
/// it is not known.
struct NeuronWave {
  QPolygonF seen, wanted;
  bool operator==(const NeuronWave&) const = default;
};

enum class CardKind { Layer, Input, Target, Note };

struct NodeLook {
  CardKind kind = CardKind::Layer;
  bool is_frozen = false;
  QString title, detail, count, text;
  std::vector<NeuronLook> rates, errors;            ///< per neuron; empty: nothing is known yet
  std::vector<QString> rate_texts, error_texts;     ///< the same as numbers; none of a large layer
  std::vector<QPolygonF> waves;                     ///< x in 0…1, y in −1…1
  std::vector<NeuronWave> rate_waves, error_waves;  ///< per neuron; empty if nothing repeats
  bool operator==(const NodeLook&) const = default;
};

/// The fill of a neuron of some strength; what a test looks for on the screen.
[[nodiscard]] QColor neuronFill(const Theme& theme, const QColor& hue, int level, bool is_frozen);

/// Where a point of a wave lies in the circle or the square of a neuron.
/// @param half  radius, or half of the side
[[nodiscard]] inline QPointF porthole(QPointF centre, double half, QPointF point) {
  constexpr double kWide = 0.76, kHigh = 0.62;  // a corner of this box touches the circle
  return {centre.x() + (2 * point.x() - 1) * kWide * half, centre.y() - point.y() * kHigh * half};
}

/// What stands for the neurons of each cell of an activity strip: the strongest of them.
[[nodiscard]] std::vector<NeuronLook> stripLook(const std::vector<NeuronLook>& neurons);

/// @param zoom  device pixels per card pixel; decides the level of detail
/// @param only  the only neuron that does not step back
void paintNode(QPainter& painter, const NodeGeometry& geometry, const NodeLook& look,
               const Theme& theme, double zoom, std::optional<std::size_t> only = {});

}  // namespace vle::ui
