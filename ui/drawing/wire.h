// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The curve of one wire on the canvas and the place of its label. Laid by edge_routes and
// label_places, painted by edge_paint and synapse_paint. GUI thread.
#pragma once

#include <QPainterPath>
#include <QPointF>
#include <QRectF>

namespace vle::ui {

/// A cubic curve in scene coordinates and the place of its label.
struct Wire {
  QPointF start, control_1, control_2, end;
  QRectF label;
  bool label_on_wire = false;  ///< the label interrupts the curve instead of standing beside it
  bool operator==(const Wire&) const = default;

  [[nodiscard]] QPainterPath path() const;
  [[nodiscard]] QPointF at(double t) const;
};

}  // namespace vle::ui
