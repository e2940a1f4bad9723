// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/canvas_legend.h"

#include <array>
#include <cmath>
#include <vector>

#include <QPainter>

#include "drawing/canvas_text.h"

namespace vle::ui {

namespace {

constexpr double kLegendHeight = 26;  // px at interface zoom 1
constexpr double kLegendLeft = 12;
constexpr double kLegendBox = 15;  // px, a sign and the room after it
constexpr double kLegendGap = 17;
constexpr double kLeastLegendText = 40;  // px; with less room an entry is left out

}  // namespace

CanvasLegend::CanvasLegend(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setObjectName(QStringLiteral("canvas.legend"));
}

int CanvasLegend::neededHeight() const {
  return static_cast<int>(std::ceil(kLegendHeight * interfaceZoom()));
}

void CanvasLegend::setMotion(const QString& words) {
  if (words == motion_) return;
  motion_ = words;
  setAccessibleDescription(words);
  update();
}

void CanvasLegend::paintEvent(QPaintEvent*) {
  struct Entry {
    QColor color;
    double corner;  // px; < 0: no box but the sign of an envelope
    bool is_filled;
    QString text;
  };
  const std::array<Entry, 7> entries{
      {{theme_.signal, 4.5, false, tr("signal neuron r")},
       {theme_.error, 2, false, tr("error neuron e")},
       {theme_.signal, 3, true, tr("r > 0 on W")},
       {theme_.error, 3, true, tr("e > 0 on B, hollow: negative")},
       {theme_.error, 4.5, true, tr("e·r at a W that grows, hollow: shrinks")},
       {theme_.text, -2, false, tr("its update against the exact gradient (up)")},
       {theme_.dim, -1, false, tr("envelope of a fast oscillation")}}};
  const double scale = interfaceZoom();
  const QFontMetricsF metrics(canvasFont(TextRole::Detail));
  const double motion_width = motion_.isEmpty() ? 0 : metrics.horizontalAdvance(motion_) + 12;
  const double whole = width() / scale - 2 * kLegendLeft;
  const double room = whole - motion_width;
  struct Placed {
    const Entry* entry;
    double x;
    QString text;
  };
  std::vector<Placed> placed;
  double end = 0;
  for (const Entry& entry : entries) {
    const double left = end + (placed.empty() ? 0 : kLegendGap);
    const double text_room = room - left - kLegendBox;
    if (text_room < kLeastLegendText) break;
    placed.push_back({&entry, left, metrics.elidedText(entry.text, Qt::ElideRight, text_room)});
    end = left + kLegendBox + metrics.horizontalAdvance(placed.back().text);
    if (placed.back().text != entry.text) break;
  }
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), theme_.panel);
  painter.scale(scale, scale);
  const double y = kLegendHeight / 2;
  for (const auto& [entry, left, text] : placed) {
    const double x = kLegendLeft + left;
    const QRectF box(x, y - 4.5, 9, 9);
    if (entry->corner < 0) {
      painter.setPen(theme_.dim);
      const QChar sign = entry->corner < -1 ? QChar(0x2191) : QChar(0x223F);
      drawTabular(painter, box, Qt::AlignHCenter, QString(sign), TextRole::Label);
    } else {
      const double inset = entry->corner == 3 ? 1.5 : 0;
      painter.setPen(QPen(entry->color, 1.5));
      painter.setBrush(entry->is_filled ? entry->color : mixed(theme_.panel, entry->color, 0.3));
      painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), entry->corner,
                              entry->corner);
    }
    painter.setPen(theme_.dim);
    painter.setFont(canvasFont(TextRole::Detail));
    painter.drawText(QRectF(x + kLegendBox, y - 8, room, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     text);
  }
  painter.setPen(theme_.dim);
  painter.setFont(canvasFont(TextRole::Detail));
  painter.drawText(QRectF(kLegendLeft, y - 8, whole, 16), Qt::AlignRight | Qt::AlignVCenter,
                   metrics.elidedText(motion_, Qt::ElideRight, whole));
}

}  // namespace vle::ui
