// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/palette_strip.h"

#include <algorithm>

#include <QApplication>
#include <QDrag>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QVBoxLayout>

#include "drawing/canvas_text.h"
#include "widgets/actions.h"

namespace vle::ui {

QMimeData* creationMime(const CreationRow& row) {
  auto* data = new QMimeData;
  data->setData(QLatin1String(kCreationMimeType), QByteArray(row.word));
  return data;
}

std::optional<Creation> creationIn(const QMimeData* data) {
  if (data == nullptr) return {};
  const QByteArray word = data->data(QLatin1String(kCreationMimeType));
  for (const CreationRow& row : creationTable()) {
    if (word == row.word) return Creation{row.kind, row.usual};
  }
  return {};
}

PaletteButton::PaletteButton(const CreationRow& row, QWidget* parent)
    : QToolButton(parent), row_(row) {
  setText(labelOf(row));
  setToolTip(tipOf(row) + QObject::tr("\nDrag it onto the canvas, or press it."));
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(labelOf(row));
  setAccessibleDescription(tipOf(row));
}

void PaletteButton::mousePressEvent(QMouseEvent* event) {
  pressed_at_ = event->pos();
  QToolButton::mousePressEvent(event);
}

void PaletteButton::mouseMoveEvent(QMouseEvent* event) {
  const bool is_drag =
      (event->buttons() & Qt::LeftButton) != 0 && isDown() &&
      (event->pos() - pressed_at_).manhattanLength() >= QApplication::startDragDistance();
  if (!is_drag) return QToolButton::mouseMoveEvent(event);
  setDown(false);
  auto* drag = new QDrag(this);  // Qt deletes it
  drag->setMimeData(creationMime(row_));
  drag->setPixmap(grab());
  drag->exec(Qt::CopyAction);
}

void PaletteButton::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
  if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) {
    focusNextPrevChild(event->key() == Qt::Key_Down);
    return;
  }
  QToolButton::keyPressEvent(event);
}

PaletteStrip::PaletteStrip(const Theme& theme, QWidget* parent)
    : QScrollArea(parent), theme_(theme) {
  auto* column = new QWidget(this);
  auto* layout = new QVBoxLayout(column);
  layout->setContentsMargins(4, 0, 4, 0);
  layout->setSpacing(0);
  for (const CreationRow& row : creationTable()) {
    auto* button = new PaletteButton(row, column);
    buttons_.push_back(button);
    layout->addWidget(button);
    connect(button, &QToolButton::clicked, this, [this, &row] {
      emit wanted({row.kind, row.usual});
    });
  }
  layout->addStretch(1);
  setWidget(column);
  setWidgetResizable(true);
  setFrameShape(NoFrame);
  setFocusPolicy(Qt::NoFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
  setAccessibleName(tr("Palette"));
  viewport()->setAutoFillBackground(false);
  column->setAutoFillBackground(false);
  themeChanged();
}

PaletteButton* PaletteStrip::button(CreationKind kind) const {
  return *std::ranges::find(buttons_, kind, [](const auto* button) { return button->row().kind; });
}

void PaletteStrip::themeChanged() {
  constexpr double kTextUpTo = 1.3;  // zoom of the interface: beyond it signs give the canvas room
  const bool has_text = interfaceZoom() <= kTextUpTo;
  for (PaletteButton* button : buttons_) {
    button->setToolButtonStyle(has_text ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    button->setIcon(themedIcon(QString::fromLatin1(button->row().icon), theme_.text));
  }
  updateGeometry();
}

QSize PaletteStrip::sizeHint() const {
  return {widget()->sizeHint().width() + verticalScrollBar()->sizeHint().width(),
          widget()->sizeHint().height()};
}

QSize PaletteStrip::minimumSizeHint() const { return {sizeHint().width(), 40}; }

}  // namespace vle::ui
