// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a wire looks (StrandLook, comparable, so that equal looks are not painted again) and the
// functions that paint it. Knows neither document nor lab; used by the edge items. GUI thread.
#pragma once

#include <array>
#include <vector>

#include <QString>

#include "drawing/edge_routes.h"
#include "drawing/theme.h"

class QPainter;

namespace vle::ui {

enum class Ink { Signal, Feedback, Target };
enum class ArrowHead { Filled, Hollow };  ///< hollow with a bar: a negative weight

/// One curve of a bundle as it is drawn.
struct StrandLook {
  Wire wire;
  Ink ink = Ink::Signal;
  bool is_dashed = false;
  double width = 1.5;  ///< px
  ArrowHead head = ArrowHead::Filled;
  QString name;       ///< "W₁"
  QString value;      ///< "1.21"; empty for matrices
  double sleeve = 0;  ///< px, of the pale line around it: what it should become; 0: not known
  int trend = 0;      ///< of the value: 1 has grown, −1 has shrunk, within a second
  bool operator==(const StrandLook&) const = default;
};

/// The line of a strand and points on it, by which the part in view is found.
struct StrandCurve {
  static constexpr std::size_t kParts = 32;
  Wire line;
  std::array<QPointF, kParts + 1> points;
  std::array<double, kParts + 1> lengths{};  ///< from the start, px
  explicit StrandCurve(const StrandLook& strand);
};

/// How far a strand, its head and its label reach.
[[nodiscard]] QRectF boundsOf(const StrandLook& strand, const StrandCurve& curve);

/// Paints the strands of one bundle, without their labels.
/// @param zoom       device pixels per canvas pixel; decides the level of detail
/// @param is_coarse  one of very many: a hair line without smoothing
void paintStrands(QPainter& painter, const std::vector<StrandLook>& strands,
                  const std::vector<StrandCurve>& curves, const Theme& theme, double zoom,
                  bool is_coarse);

/// Names and values, over the strands.
/// @param has_ground  every label hides what is behind it
void paintLabels(QPainter& painter, const std::vector<StrandLook>& strands, const Theme& theme,
                 double zoom, bool has_ground);

}  // namespace vle::ui
