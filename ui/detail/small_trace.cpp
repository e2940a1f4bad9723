// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "detail/small_trace.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <QPainter>
#include <QPolygonF>

namespace vle::ui {

SmallTrace::SmallTrace(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
}

QSize SmallTrace::sizeHint() const { return {80, fontMetrics().height() * 3 / 2}; }

void SmallTrace::show(std::vector<Line> lines, double from, double to) {
  lines_ = std::move(lines);
  from_ = from;
  to_ = to;
  update();
}

void SmallTrace::paintEvent(QPaintEvent*) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const Line& line : lines_) {
    for (const double y : line.curve.y) {
      if (!std::isfinite(y)) continue;
      low = std::min(low, y);
      high = std::max(high, y);
    }
  }
  if (!(low <= high) || !(to_ > from_)) return;
  // What hardly moves is a level line, not its own rounding noise.
  const double least = std::max(1e-6 * std::max(std::abs(low), std::abs(high)), 1e-12);
  const double extra = std::max(0.0, least - (high - low)) / 2;
  low -= extra;
  high += extra;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF room = QRectF(rect()).adjusted(1, 2, -1, -2);
  const auto at = [&](double t, double y) {
    return QPointF(room.left() + (t - from_) / (to_ - from_) * room.width(),
                   room.bottom() - (y - low) / (high - low) * room.height());
  };
  if (low < 0 && high > 0) {
    painter.setPen(theme_.line);
    painter.drawLine(QPointF(room.left(), at(from_, 0).y()), QPointF(room.right(), at(to_, 0).y()));
  }
  painter.setClipRect(rect());
  for (const Line& line : lines_) {
    QPen pen(line.color, 1.5, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    if (line.is_dashed) pen.setDashPattern({3.6, 2.2});
    painter.setPen(pen);
    QPolygonF part;
    for (std::size_t k = 0; k <= line.curve.y.size(); ++k) {
      if (k < line.curve.y.size() && std::isfinite(line.curve.y[k])) {
        part << at(line.curve.t[k], line.curve.y[k]);
        continue;
      }
      painter.drawPolyline(part);
      part.clear();
    }
  }
}

}  // namespace vle::ui
