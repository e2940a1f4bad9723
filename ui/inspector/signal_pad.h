// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The drawing pad: the course of one channel drawn with the mouse, or with the arrow keys; what was
// drawn becomes the samples of the signal. GUI thread.
#pragma once

#include <QWidget>

#include "drawing/theme.h"
#include "inspector/choice_box.h"
#include "inspector/number_entry.h"

namespace vle::ui {

/// The area one draws on.
class DrawingPad : public QWidget {
  Q_OBJECT

 public:
  explicit DrawingPad(const Theme& theme, QWidget* parent = nullptr);

  void show(List samples, double largest);
  [[nodiscard]] const List& samples() const { return samples_; }
  [[nodiscard]] QSize sizeHint() const override;

 signals:
  /// @param continues  the same stroke as before
  void drawn(bool continues);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] QRectF area() const;
  void draw(QPointF from, QPointF to);
  void shiftColumn(double by);

  const Theme& theme_;
  List samples_;
  double largest_ = 1;  ///< ± this fills the area
  QPointF last_;
  bool is_drawing_ = false;
  int column_ = 0;  ///< of the arrow keys
};

/// The pad with the channel, the length and the range it draws.
class SamplesEditor : public QWidget {
  Q_OBJECT

 public:
  SamplesEditor(const Theme& theme, QWidget* parent = nullptr);

  /// @param dt  ms a sample
  void setSignal(const SamplesSignal& signal, double dt);
  [[nodiscard]] DrawingPad& pad() const { return *pad_; }

 signals:
  void edited(const vle::SignalSpec& signal, bool continues);
  void refused(const QString& sentence);

 private:
  void show();
  void setLength(double ms);
  [[nodiscard]] std::size_t channel() const;

  SamplesSignal signal_;
  double dt_ = 0.1;
  ChoiceBox* channels_;
  DrawingPad* pad_;
  NumberEntry* length_;
  NumberEntry* largest_;
};

}  // namespace vle::ui
