// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/edge_paint.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "drawing/canvas_text.h"
#include "drawing/detail.h"

namespace vle::ui {

namespace {

constexpr double kHeadLength = 10;
constexpr double kSingleZoom = 0.3;  // below, a bundle is one line

double headLength(const StrandLook& strand) { return kHeadLength + 1.5 * strand.width; }

/// From the tip back along the wire.
QPointF headDirection(const Wire& wire) {
  const QPointF back = wire.control_2 - wire.end;
  const double length = std::hypot(back.x(), back.y());
  return length > 0 ? back / length : QPointF(-1, 0);
}

Wire lineOf(const StrandLook& strand) {
  const Wire& wire = strand.wire;
  // The line ends in the head, so that its blunt end does not stick out of the tip.
  Wire shortened = wire;
  shortened.end = wire.end + headDirection(wire) * (headLength(strand) - 1);
  const QPointF shift = shortened.end - wire.end;
  shortened.control_2 = wire.control_2 + shift * 0.5;
  return shortened;
}

/// The part of a curve between two of its parameters (de Casteljau).
QPainterPath partOf(const Wire& wire, double t0, double t1) {
  if (t0 == 0 && t1 == 1) return wire.path();
  const auto tangent = [&wire](double t) {
    const double s = 1 - t;
    return s * s * (wire.control_1 - wire.start) + 2 * s * t * (wire.control_2 - wire.control_1) +
           t * t * (wire.end - wire.control_2);
  };
  const Wire part{wire.at(t0),
                  wire.at(t0) + tangent(t0) * (t1 - t0),
                  wire.at(t1) - tangent(t1) * (t1 - t0),
                  wire.at(t1),
                  {}};
  return part.path();
}

/// Draws what can be seen of a curve: dashing a long curve outside the view is the dearest part of
/// painting. Cut only at fixed points, so that dashes stay where they are.
void drawVisible(QPainter& painter, const StrandCurve& curve, QPen pen, const QRectF& view) {
  const double edge = pen.widthF() + 2;
  std::size_t first = StrandCurve::kParts;
  std::size_t last = 0;
  for (std::size_t k = 0; k < StrandCurve::kParts; ++k) {
    const QRectF box = QRectF(curve.points[k], curve.points[k + 1]).normalized();
    if (!box.adjusted(-edge, -edge, edge, edge).intersects(view)) continue;
    first = std::min(first, k);
    last = k + 1;
  }
  if (first >= last) return;
  if (pen.widthF() > 0) pen.setDashOffset(curve.lengths[first] / pen.widthF());
  painter.setPen(pen);
  painter.setBrush(Qt::NoBrush);
  const auto parts = static_cast<double>(StrandCurve::kParts);
  painter.drawPath(
      partOf(curve.line, static_cast<double>(first) / parts, static_cast<double>(last) / parts));
}

/// Of the label: what kind of wire it is.
QColor colorOf(Ink ink, const Theme& theme) {
  switch (ink) {
    case Ink::Signal:
      return theme.signal;
    case Ink::Feedback:
      return theme.feedback;
    case Ink::Target:
      return theme.target;
  }
  return theme.target;
}

/// Hue is the pathway, fill is the sign: a negative weight has a hollow core and head.
bool isHollow(const StrandLook& strand) {
  return strand.head == ArrowHead::Hollow && strand.ink != Ink::Target;
}

void drawHead(QPainter& painter, const StrandLook& strand, const QColor& color,
              const QColor& ground) {
  const QPointF back = headDirection(strand.wire);
  const QPointF across(-back.y(), back.x());
  const double length = headLength(strand);
  const QPointF base = strand.wire.end + back * length;
  const QPolygonF triangle(
      {strand.wire.end, base + across * length * 0.45, base - across * length * 0.45});
  const bool is_filled = strand.head == ArrowHead::Filled;
  painter.setPen(QPen(color, is_filled ? 0.6 : 1.6, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
  painter.setBrush(is_filled ? color : ground);
  painter.drawPolygon(triangle);
  if (is_filled) return;
  painter.setPen(QPen(color, 2));
  painter.drawLine(base + back * 4 + across * length * 0.5,
                   base + back * 4 - across * length * 0.5);
}

void drawLabel(QPainter& painter, const StrandLook& strand, const QColor& color, const Theme& theme,
               bool has_ground) {
  const QRectF& box = strand.wire.label;
  if (box.isEmpty() || strand.name.isEmpty()) return;
  if (strand.wire.label_on_wire || has_ground) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(box, 4, 4);
  }
  painter.setPen(color);
  if (strand.value.isEmpty()) {
    drawTabular(painter, box, Qt::AlignHCenter, strand.name, TextRole::Label);
    return;
  }
  // Place for the sign is kept, so that the number stands still when the sign changes.
  const QString unsigned_value = QString(strand.value).remove(QChar(0x2212));
  const double number = tabularWidth(unsigned_value, TextRole::Label);
  const double name = tabularWidth(strand.name + QChar(' '), TextRole::Label);
  const bool is_negative = unsigned_value.size() != strand.value.size();
  const double sign = is_negative ? tabularWidth(QString(QChar(0x2212)), TextRole::Label) : 0;
  const double left = box.center().x() - (name + number) / 2;
  drawTabular(painter, {left - sign, box.top(), name, box.height()}, Qt::AlignLeft, strand.name,
              TextRole::Label);
  drawTabular(painter, {left + name - sign, box.top(), number + sign, box.height()}, Qt::AlignLeft,
              strand.value, TextRole::Label);
  if (strand.trend == 0) return;
  const QPointF foot(left + name + number + 9, box.center().y());
  const double up = strand.trend > 0 ? -1 : 1;
  painter.setPen(Qt::NoPen);
  painter.setBrush(color);
  painter.drawPolygon(QPolygonF(
      {foot + QPointF(-4.5, -4 * up), foot + QPointF(4.5, -4 * up), foot + QPointF(0, 4 * up)}));
}

}  // namespace

StrandCurve::StrandCurve(const StrandLook& strand) : line(lineOf(strand)) {
  for (std::size_t k = 0; k <= kParts; ++k) {
    points[k] = line.at(static_cast<double>(k) / kParts);
    const QPointF step = k > 0 ? points[k] - points[k - 1] : QPointF();
    lengths[k] = (k > 0 ? lengths[k - 1] : 0) + std::hypot(step.x(), step.y());
  }
}

QRectF boundsOf(const StrandLook& strand, const StrandCurve& curve) {
  const double edge = std::max(strand.width + headLength(strand), strand.sleeve);
  QRectF bounds = curve.line.path().boundingRect() | QRectF(strand.wire.end, QSizeF());
  bounds.adjust(-edge, -edge, edge, edge);
  return strand.wire.label.isEmpty() ? bounds : bounds | strand.wire.label.adjusted(-12, -1, 22, 1);
}

void paintStrands(QPainter& painter, const std::vector<StrandLook>& strands,
                  const std::vector<StrandCurve>& curves, const Theme& theme, double zoom,
                  bool is_coarse) {
  const bool is_far = zoom < kTextZoom;
  const QRectF view = painter.worldTransform().inverted().mapRect(QRectF(painter.viewport()));
  const bool was_smooth = painter.testRenderHint(QPainter::Antialiasing);
  if (is_coarse) painter.setRenderHint(QPainter::Antialiasing, false);
  for (std::size_t k = 0; k < strands.size(); ++k) {
    const StrandLook& strand = strands[k];
    if (zoom < kSingleZoom && k > 0) break;
    const QColor full = colorOf(strand.ink, theme);
    if (strand.sleeve > 0 && !is_far && !is_coarse) {
      QPen pale(mixed(theme.panel, full, 0.3), strand.sleeve);
      pale.setCapStyle(Qt::FlatCap);
      drawVisible(painter, curves[k], pale, view);
    }
    QPen pen(is_far ? mixed(theme.panel, full, 0.7) : full, strand.width);
    pen.setCapStyle(Qt::FlatCap);
    if (is_far || is_coarse) {
      pen.setWidthF(0);  // a hair line is enough, and many times faster
    } else if (strand.is_dashed) {
      pen.setDashPattern({3.6, 2.2});
    }
    drawVisible(painter, curves[k], pen, view);
    constexpr double kShell = 1.4;  // px, of a hollow core
    if (isHollow(strand) && pen.widthF() > 2 * kShell + 0.5) {
      pen.setColor(theme.panel);
      pen.setStyle(Qt::SolidLine);
      pen.setWidthF(strand.width - 2 * kShell);
      drawVisible(painter, curves[k], pen, view);
    }
    if (is_far ||
        !view.intersects(QRectF(strand.wire.end, QSizeF(1, 1)).adjusted(-30, -30, 30, 30))) {
      continue;
    }
    drawHead(painter, strand, full, theme.panel);
  }
  painter.setRenderHint(QPainter::Antialiasing, was_smooth);
}

void paintLabels(QPainter& painter, const std::vector<StrandLook>& strands, const Theme& theme,
                 double zoom, bool has_ground) {
  if (zoom < kTextZoom) return;
  const QRectF view = painter.worldTransform().inverted().mapRect(QRectF(painter.viewport()));
  for (const StrandLook& strand : strands) {
    if (view.intersects(strand.wire.label))
      drawLabel(painter, strand, colorOf(strand.ink, theme), theme, has_ground);
  }
}

}  // namespace vle::ui
