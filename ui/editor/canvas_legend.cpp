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

void CanvasLegend::paintEvent(QPaintEvent*) {
  struct Entry {
    QColor color;
    double corner;  // px; < 0: no box but the sign of an envelope
    QString text;
  };
  const std::array<Entry, 3> entries{{{theme_.signal, 4.5, tr("signal neuron r")},
                                      {theme_.error, 2, tr("error neuron e")},
                                      {theme_.dim, -1, tr("envelope of a fast oscillation")}}};
  const double scale = interfaceZoom();
  const double room = width() / scale - 2 * kLegendLeft;
  const QFontMetricsF metrics(canvasFont(TextRole::Detail));
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
      drawTabular(painter, box, Qt::AlignHCenter, QString(QChar(0x223F)), TextRole::Label);
    } else {
      painter.setPen(QPen(entry->color, 1.5));
      painter.setBrush(mixed(theme_.panel, entry->color, 0.3));
      painter.drawRoundedRect(box, entry->corner, entry->corner);
    }
    painter.setPen(theme_.dim);
    painter.setFont(canvasFont(TextRole::Detail));
    painter.drawText(QRectF(x + kLegendBox, y - 8, room, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     text);
  }
}

}  // namespace vle::ui
