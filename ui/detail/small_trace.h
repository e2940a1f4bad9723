// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A trace without axes, as small as a word: the recent course of a few quantities, with zero where
// it is in sight. Used by the close-up. GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "drawing/theme.h"
#include "session/thinner.h"

namespace vle::ui {

class SmallTrace : public QWidget {
  Q_OBJECT

 public:
  struct Line {
    Curve curve;
    QColor color;
    bool is_dashed = false;
  };

  /// @param theme  must outlive the widget
  explicit SmallTrace(const Theme& theme, QWidget* parent = nullptr);

  /// @param from, to  ms, of the whole width
  void show(std::vector<Line> lines, double from, double to);
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {20, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
  std::vector<Line> lines_;
  double from_ = 0, to_ = 1;
};

}  // namespace vle::ui
