// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the colours of the canvas mean: a strip below the drawing, never upon it. Used by GraphView.
// GUI thread.
#pragma once

#include <QWidget>

#include "drawing/theme.h"

namespace vle::ui {

class CanvasLegend : public QWidget {
  Q_OBJECT

 public:
  /// @param theme  must outlive the legend
  CanvasLegend(const Theme& theme, QWidget* parent);

  /// Pixels; it grows with the interface and not with the drawing.
  [[nodiscard]] int neededHeight() const;

  /// How signals are played, in words; at the right.
  void setMotion(const QString& words);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
  QString motion_;
};

}  // namespace vle::ui
