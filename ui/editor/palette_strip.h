// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be made, as a slim column beside the canvas: drag a button onto the canvas, or press it
// to make the thing in the middle of the view. Made of the creation table. GUI thread.
#pragma once

#include <vector>

#include <QMimeData>
#include <QScrollArea>
#include <QToolButton>

#include "drawing/theme.h"
#include "editor/creation.h"

namespace vle::ui {

/// The type of what is dragged from the palette; its data is the word of the row.
inline constexpr const char* kCreationMimeType = "application/x-vle-creation";

/// What a drag of a row carries; the caller owns it.
[[nodiscard]] QMimeData* creationMime(const CreationRow& row);
/// What was dragged here, if it came from a palette.
[[nodiscard]] std::optional<Creation> creationIn(const QMimeData* data);

/// One thing to make.
class PaletteButton : public QToolButton {
  Q_OBJECT

 public:
  PaletteButton(const CreationRow& row, QWidget* parent);
  [[nodiscard]] const CreationRow& row() const { return row_; }

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  const CreationRow& row_;
  QPoint pressed_at_;
};

class PaletteStrip : public QScrollArea {
  Q_OBJECT

 public:
  explicit PaletteStrip(const Theme& theme, QWidget* parent = nullptr);

  [[nodiscard]] PaletteButton* button(CreationKind kind) const;
  void themeChanged();
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 signals:
  /// A button was pressed.
  void wanted(const vle::ui::Creation& creation);

 private:
  const Theme& theme_;
  std::vector<PaletteButton*> buttons_;
};

}  // namespace vle::ui
