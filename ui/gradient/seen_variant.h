// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One variant of an answer of the gradient monitor, as the microscope draws it. Used by its
// pictures. Header only, GUI thread.
#pragma once

#include <string>

#include <QColor>
#include <QString>

#include "session/gradient_monitor.h"

namespace vle::ui {

/// A view whose variant is still there, and how it looks.
struct SeenVariant {
  const GradientView* view;
  const Network* network;  ///< as it runs; nullptr: it does not
  std::string name;
  QString label;
  QColor color;
  bool is_front;  ///< the one on the canvas
};

/// The upper end of an axis of angles, degrees.
[[nodiscard]] inline double angleLimit(double largest) {
  return largest < 9 ? 10 : largest < 42 ? 45 : largest < 85 ? 90 : 180;
}

}  // namespace vle::ui
