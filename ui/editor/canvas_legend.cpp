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

enum class Sign { Signal, Error, Bead, Bud, Needle, Envelope };

struct Entry {
  Sign sign;
  QColor color;
  QString text;
};

void paintSign(QPainter& painter, const Entry& entry, const QRectF& box, const Theme& theme) {
  const auto rounded = [&](double inset, double corner, const QColor& fill) {
    painter.setPen(QPen(entry.color, 1.5));
    painter.setBrush(fill);
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), corner, corner);
  };
  const auto letter = [&](QChar sign) {
    painter.setPen(entry.color);
    drawTabular(painter, box, Qt::AlignHCenter, QString(sign), TextRole::Label);
  };
  const QColor pale = mixed(theme.panel, entry.color, 0.3);
  switch (entry.sign) {
    case Sign::Signal:
      return rounded(0, 4.5, pale);
    case Sign::Error:
      return rounded(0, 2, pale);
    case Sign::Bead:
      return rounded(1.5, 3, entry.color);
    case Sign::Bud:
      return rounded(0, 4.5, entry.color);
    case Sign::Needle:
      return letter(QChar(0x2191));
    case Sign::Envelope:
      return letter(QChar(0x223F));
  }
}

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
  const std::array<Entry, 7> entries{
      {{Sign::Signal, theme_.signal, tr("signal neuron r")},
       {Sign::Error, theme_.error, tr("error neuron e")},
       {Sign::Bead, theme_.signal, tr("r > 0 on W")},
       {Sign::Bead, theme_.error, tr("e > 0 on B, hollow: negative")},
       {Sign::Bud, theme_.error, tr("e·r at a W that grows, hollow: shrinks")},
       {Sign::Needle, theme_.dim, tr("its update against the exact gradient (up)")},
       {Sign::Envelope, theme_.dim, tr("envelope of a fast oscillation")}}};
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
    paintSign(painter, *entry, QRectF(x, y - 4.5, 9, 9), theme_);
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
