// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The runs in lockstep: colour, title, what differs, loss and its course. A click shows a variant
// on the canvas, the dot hides it in the plots. GUI thread.
#pragma once

#include <vector>

#include <QElapsedTimer>
#include <QWidget>

#include "document/document.h"
#include "lab/lab.h"
#include "theme.h"

namespace vle::ui {

/// What a variant changes, in one sentence: "W2.feedback.kind = transpose", "as drawn".
[[nodiscard]] QString differenceText(const Project& project, const Variant& variant);

/// The colour of a variant: its own, or by position.
[[nodiscard]] QColor variantColor(const Theme& theme, const Variant& variant, std::size_t index);

class VariantsPanel : public QWidget {
  Q_OBJECT

 public:
  VariantsPanel(Document& document, Lab& lab, const Theme& theme, QWidget* parent = nullptr);

  void themeChanged() {
    updateGeometry();
    update();
  }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] QRect rowRect(std::size_t index) const;
  [[nodiscard]] int dotColumn() const;
  [[nodiscard]] int rowAt(const QPoint& point) const;
  void paintRow(QPainter& painter, std::size_t index) const;
  void paintCourse(QPainter& painter, std::size_t index, const QRect& place) const;
  void refresh();
  void toggleVisible(std::size_t index);

  Document& document_;
  Lab& lab_;
  const Theme& theme_;
  std::vector<Curve> courses_;  ///< loss over the whole run, one per variant
  double top_ = 0;              ///< decadic logarithm of the largest loss
  QElapsedTimer courses_age_;
};

}  // namespace vle::ui
