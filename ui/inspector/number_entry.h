// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A number as the inspector shows it everywhere: slider where the parameter has a usual range,
// field and unit. What is no number or out of range is refused with a sentence, and the field keeps
// the last good number. GUI thread.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QSlider>
#include <QWidget>

#include "model/parameters.h"

namespace vle::ui {

/// The range of a parameter: "> 0 ms", "0 … 1"; empty if every number is allowed.
[[nodiscard]] QString rangeText(const ParameterInfo& info);

/// The number a text means; a decimal comma and a typographic minus are understood, and the word
/// for infinity. Nothing, and a sentence, if it is no number or out of range.
[[nodiscard]] std::optional<double> parseNumber(const ParameterInfo& info, const QString& text,
                                                QString& sentence);

/// The shortest text that means exactly this number: "1e-05", "never".
[[nodiscard]] QString fieldText(const ParameterInfo& info, double number);

/// A slider that leaves the wheel to the panel it scrolls with, and knows where an act begins.
class GestureSlider : public QSlider {
  Q_OBJECT

 public:
  explicit GestureSlider(QWidget* parent = nullptr) : QSlider(Qt::Horizontal, parent) {}

 signals:
  /// The next changes are another act than those before: a press of the mouse or of a key.
  void gestureBegan();

 protected:
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
};

class NumberEntry : public QWidget {
  Q_OBJECT

 public:
  explicit NumberEntry(const ParameterInfo& info, QWidget* parent = nullptr);

  /// Shows a number; nobody is told.
  void setNumber(double number);
  /// Several items differ.
  void setVaries();
  [[nodiscard]] double number() const { return number_; }
  [[nodiscard]] QLineEdit* field() const { return field_; }
  [[nodiscard]] QSlider* slider() const { return slider_; }

 signals:
  /// @param continues  the same act as the one before, as while a slider is dragged
  void entered(double number, bool continues);
  /// A sentence why the text was refused.
  void refused(const QString& sentence);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void commit();
  void showNumber();
  void measure();

  ParameterInfo info_;
  GestureSlider* slider_ = nullptr;  ///< nullptr without a usual range
  QLineEdit* field_;
  QLabel* unit_;
  double number_ = 0;
  bool varies_ = false;
  bool continues_ = false;
};

}  // namespace vle::ui
