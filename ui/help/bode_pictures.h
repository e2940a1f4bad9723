// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Paints the pictures of a help page whose address is "bode:…" (operators.h): gain and phase of
// operators over frequency, in the colours of the theme, as wide as the page. Other pictures take
// no room. GUI thread.
#pragma once

#include <QObject>
#include <QTextObjectInterface>

#include "help/operators.h"

#ifdef Q_MOC_RUN  // moc reads no header of Qt here, and has to be told
Q_DECLARE_INTERFACE(QTextObjectInterface, "org.qt-project.Qt.QTextObjectInterface")
#endif

namespace vle::ui {

class BodePictures : public QObject, public QTextObjectInterface {
  Q_OBJECT
  Q_INTERFACES(QTextObjectInterface)

 public:
  /// @param theme  must outlive it
  explicit BodePictures(const Theme& theme, QObject* parent = nullptr);

  [[nodiscard]] QSizeF intrinsicSize(QTextDocument* document, int position,
                                     const QTextFormat& format) override;
  void drawObject(QPainter* painter, const QRectF& room, QTextDocument* document, int position,
                  const QTextFormat& format) override;

 private:
  const Theme& theme_;
};

/// Gain and phase side by side, with a legend above that reads them out at the marked frequency.
/// @param font  of the words; the picture is as high as its lines need
void paintBode(QPainter& painter, const QRectF& room, const BodeSpec& spec, const Theme& theme,
               const QFont& font);

}  // namespace vle::ui
