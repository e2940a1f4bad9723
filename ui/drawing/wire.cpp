// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/wire.h"

namespace vle::ui {

QPainterPath Wire::path() const {
  QPainterPath path(start);
  path.cubicTo(control_1, control_2, end);
  return path;
}

QPointF Wire::at(double t) const {
  const double s = 1 - t;
  return s * s * s * start + 3 * s * s * t * control_1 + 3 * s * t * t * control_2 +
         t * t * t * end;
}

}  // namespace vle::ui
