// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/mark_paint.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <QObject>
#include <QPainter>

#include "drawing/badge.h"
#include "drawing/canvas_text.h"
#include "drawing/detail.h"

namespace vle::ui {

namespace {

constexpr double kFrameGap = 3;  // between a card and its frame
constexpr double kFrameRadius = 12;
constexpr double kBadgeRadius = 8;
constexpr double kMostGrowth = 2.4;  // of marks seen from afar

/// Marks shrink less than what they mark.
double growth(double zoom) { return std::clamp(0.9 / zoom, 1.0, kMostGrowth); }

void paintFrame(QPainter& painter, const QRectF& card, const QPen& pen, const QColor& tint) {
  painter.setPen(pen);
  painter.setBrush(tint);
  painter.drawRoundedRect(card.adjusted(-kFrameGap, -kFrameGap, kFrameGap, kFrameGap), kFrameRadius,
                          kFrameRadius);
}

void paintPort(QPainter& painter, QPointF centre, const Theme& theme, double scale) {
  painter.setPen(QPen(theme.accent, 1.8 * scale));
  painter.setBrush(theme.panel);
  painter.drawEllipse(centre, kPortRadius * scale, kPortRadius * scale);
  painter.setPen(QPen(theme.accent, 1.6 * scale, Qt::SolidLine, Qt::RoundCap));
  const double arm = 2.6 * scale;
  painter.drawLine(centre - QPointF(arm, 0), centre + QPointF(arm, 0));
  painter.drawLine(centre - QPointF(0, arm), centre + QPointF(0, arm));
}

/// A needle into a neuron.
void paintPoke(QPainter& painter, const NodeGeometry& geometry, std::size_t neuron,
               const Theme& theme, double scale) {
  const double r = geometry.radius;
  const QPointF tip = geometry.pairs[neuron].signal + QPointF(-0.5, -0.5) * r;
  const QPointF head = tip + QPointF(-0.9, -0.9) * r;
  painter.setPen(QPen(theme.warning, std::min(2.4 * scale, 0.2 * r), Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(tip, head);
  painter.setBrush(theme.warning);
  painter.drawEllipse(head, 0.22 * r, 0.22 * r);
}

/// Rays around a neuron that ran away.
void paintDiverged(QPainter& painter, const NodeGeometry& geometry, std::size_t neuron,
                   const Theme& theme, double scale) {
  constexpr int kRays = 12;
  const double r = geometry.radius;
  const QPointF centre = geometry.pairs[neuron].signal;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.problem, std::min(2.2 * scale, 0.2 * r), Qt::SolidLine, Qt::RoundCap));
  for (int k = 0; k < kRays; ++k) {
    const double angle = 2 * std::numbers::pi * k / kRays;
    const QPointF way(std::cos(angle), std::sin(angle));
    painter.drawLine(centre + way * 1.12 * r, centre + way * (k % 2 == 0 ? 1.5 : 1.32) * r);
  }
}

}  // namespace

void paintNodeMarks(QPainter& painter, const NodeGeometry& geometry, const NodeMarks& marks,
                    const Theme& theme, double zoom) {
  const double scale = growth(zoom);
  const bool is_lit = marks.light == Light::Legal || marks.light == Light::Chosen;
  QColor tint = theme.accent;
  tint.setAlphaF(marks.light == Light::Chosen ? 0.28F : 0.12F);
  if (is_lit || marks.is_selected) {
    QPen pen(theme.accent, (marks.light == Light::Chosen ? 3 : 2) * scale);
    if (marks.light == Light::Legal) pen.setDashPattern({3, 2});
    paintFrame(painter, geometry.card, pen, is_lit ? tint : QColor(Qt::transparent));
  } else if (marks.is_current) {
    paintFrame(painter, geometry.card, QPen(theme.accent, 1.2 * scale, Qt::DotLine),
               Qt::transparent);
  }
  if (marks.is_far) {
    QColor veil = theme.problem;
    veil.setAlphaF(0.1F);
    QPen pen(theme.problem, 2.2 * scale);
    pen.setDashPattern({4, 2.5});
    paintFrame(painter, geometry.card, pen, veil);
  }
  if (marks.is_left_out && zoom >= kTextZoom) {
    painter.setOpacity(1);
    painter.setFont(canvasFont(TextRole::Detail));
    painter.setPen(theme.text);
    painter.drawText(geometry.card.adjusted(0, 0, 0, -4), Qt::AlignHCenter | Qt::AlignBottom,
                     QObject::tr("left out"));
  }
  for (const std::size_t neuron : marks.poked) {
    if (neuron < geometry.pairs.size()) paintPoke(painter, geometry, neuron, theme, scale);
  }
  for (const std::size_t neuron : marks.diverged) {
    if (neuron < geometry.pairs.size()) paintDiverged(painter, geometry, neuron, theme, scale);
  }
  if (marks.neuron && *marks.neuron < geometry.pairs.size()) {
    const PairPlace& pair = geometry.pairs[*marks.neuron];
    const double r = geometry.radius;
    QRectF ring(pair.signal - QPointF(r, r), QSizeF(2 * r, 2 * r));
    if (geometry.half_side > 0) {
      const double s = geometry.half_side;
      ring |= QRectF(pair.error - QPointF(s, s), QSizeF(2 * s, 2 * s));
    }
    const double gap = std::min(5.0, 0.3 * r);
    painter.setPen(QPen(theme.accent, std::min(2 * scale, 0.25 * r)));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(ring.adjusted(-gap, -gap, gap, gap), r + gap, r + gap);
  }
  if (marks.has_ports) {
    for (const auto& port : {geometry.in, geometry.out}) {
      if (port) paintPort(painter, *port, theme, scale);
    }
  }
  if (marks.problem) {
    paintBadge(painter, geometry.card.topRight() + QPointF(-1, 1), badgeRadius(zoom),
               *marks.problem, theme);
  }
}

double badgeRadius(double zoom) { return kBadgeRadius * growth(zoom); }

void paintHalo(QPainter& painter, const QPainterPath& wire, double width, QColor color,
               double zoom) {
  color.setAlphaF(0.4F);
  painter.setPen(QPen(color, width + 6 * growth(zoom), Qt::SolidLine, Qt::RoundCap));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(wire);
}

}  // namespace vle::ui
