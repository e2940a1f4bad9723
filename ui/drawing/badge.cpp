// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/badge.h"

#include <QPainter>
#include <QPolygonF>

namespace vle::ui {

void paintBadge(QPainter& painter, QPointF centre, double r, Severity severity,
                const Theme& theme) {
  const bool is_error = severity == Severity::Error;
  painter.setPen(QPen(theme.panel, 0.2 * r));
  painter.setBrush(is_error ? theme.problem : theme.warning);
  if (is_error) {
    painter.drawEllipse(centre, r, r);
  } else {
    painter.drawPolygon(QPolygonF({centre + QPointF(0, -1.1 * r), centre + QPointF(1.2 * r, r),
                                   centre + QPointF(-1.2 * r, r)}));
  }
  const double drop = is_error ? 0 : 0.25 * r;
  painter.setPen(QPen(theme.panel, 0.24 * r, Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(centre + QPointF(0, drop - 0.5 * r), centre + QPointF(0, drop + 0.05 * r));
  painter.drawPoint(centre + QPointF(0, drop + 0.5 * r));
}

}  // namespace vle::ui
