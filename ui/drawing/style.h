// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How widgets look: Qt's Fusion, flat and with round corners. All colours are those of the palette
// (theme.h), so another theme is another palette, and a style sheet, which every widget would have
// to be matched against, is not needed. GUI thread.
//
// What a widget is for is its property "role", set before it is shown:
//   QLabel       title, figure (semibold); title, dim (paler); refusal (a problem); hint (a box of
//                its own upon the canvas)
//   QFrame       card, bar, prompt
//   QToolButton  play, section, small, refusal
//   QLineEdit    name; and the property "taken": what was typed was just taken
//   QListWidget  plain (without a frame), choices (plain, with more room)
#pragma once

#include <QProxyStyle>

#include "drawing/theme.h"

namespace vle::ui {

class LabStyle : public QProxyStyle {
  Q_OBJECT

 public:
  LabStyle();

  using QProxyStyle::polish;
  void polish(QWidget* widget) override;
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                          QPainter* painter, const QWidget* widget) const override;
  QRect subElementRect(SubElement element, const QStyleOption* option,
                       const QWidget* widget) const override;
  QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                       const QWidget* widget) const override;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                         const QWidget* widget) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option,
                  const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* answer) const override;
};

/// Gives the application this style, the palette of a theme and font (Inter where installed).
/// @param zoom  of the whole interface, 1 = normal
void applyTheme(const Theme& theme, double zoom = 1);

}  // namespace vle::ui
