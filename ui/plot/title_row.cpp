// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/title_row.h"

#include <algorithm>
#include <cmath>

#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>

#include "plot/dashes.h"

namespace vle::ui {

namespace {

constexpr double kSample = 22;  ///< width of a legend's line
constexpr double kGap = 6;
constexpr double kBetween = 14;
constexpr int kSmallest = 10;
constexpr double kThickest = 4;  ///< of a legend's line

void paintSample(QPainter& painter, double x, double y, const TraceStyle& style, double scale) {
  QPen pen(style.color, scale * std::min(style.width, kThickest), Qt::SolidLine, Qt::FlatCap);
  QList<qreal> pattern;
  for (const double length : dashPattern(style.dash)) {
    pattern.append(scale * length / pen.widthF());
  }
  if (!pattern.isEmpty()) pen.setDashPattern(pattern);
  painter.setPen(pen);
  painter.drawLine(QPointF(x, y), QPointF(x + scale * kSample, y));
}

double widthOf(const Reading& reading, const QFontMetricsF& metrics) {
  const double own = metrics.horizontalAdvance(reading.text);
  return reading.is_value ? std::max(own, metrics.horizontalAdvance("−0.000")) : own;
}

double widthOf(const std::vector<Reading>& readings, const QFontMetricsF& metrics) {
  double total = kGap * (static_cast<double>(readings.size()) - 1);
  for (const Reading& reading : readings) total += widthOf(reading, metrics);
  return total;
}

/// From the left, elided where the room ends.
void paintReadings(QPainter& painter, const QRectF& area, const std::vector<Reading>& readings,
                   const QFontMetricsF& metrics) {
  double x = std::max(area.left(), area.right() - widthOf(readings, metrics));
  for (std::size_t k = 0; k < readings.size(); ++k) {
    const bool is_last = k + 1 == readings.size();
    const double room = area.right() - x;
    const double width = widthOf(readings[k], metrics);
    painter.setPen(readings[k].color);
    if (width - 0.5 + (is_last ? 0 : metrics.horizontalAdvance("…")) > room) {
      painter.drawText(QRectF(x, area.top(), room, area.height()), Qt::AlignVCenter, "…");
      return;
    }
    const int side = readings[k].is_value ? Qt::AlignRight : Qt::AlignLeft;
    painter.drawText(QRectF(x, area.top(), width, area.height()), Qt::AlignVCenter | side,
                     readings[k].text);
    x += width + kGap;
  }
}

void paintLegend(QPainter& painter, const QRectF& area, const TitleRow& row,
                 const QFontMetricsF& metrics, double scale, const Theme& theme) {
  const double sample = scale * kSample;
  const auto widthOf = [&metrics, sample](const LegendEntry& entry) {
    return sample + kGap + metrics.horizontalAdvance(entry.label);
  };
  std::size_t shown = 0;
  double total = 0;
  QString rest;
  // As many entries as fit together with the word about those that do not.
  for (shown = row.legend.size();; --shown) {
    total = shown > 0 ? kBetween * static_cast<double>(shown - 1) : 0;
    for (std::size_t k = 0; k < shown; ++k) total += widthOf(row.legend[k]);
    rest.clear();
    if (shown < row.legend.size())
      rest = QString("+%1").arg(row.legend.size() - shown);
    else if (row.omitted > 0)
      rest = QString("+%1 more").arg(row.omitted);
    if (!rest.isEmpty()) total += metrics.horizontalAdvance(rest) + kGap;
    if (total <= area.width() || shown == 0) break;
  }
  if (total > area.width()) return;
  double x = area.right() - total;
  for (std::size_t k = 0; k < shown; ++k) {
    const LegendEntry& entry = row.legend[k];
    paintSample(painter, x, std::round(area.center().y()) + 0.5, entry.style, scale);
    painter.setPen(theme.dim);
    x += sample + kGap;
    const double width = metrics.horizontalAdvance(entry.label);
    painter.drawText(QRectF(x, area.top(), width + 2, area.height()), Qt::AlignVCenter,
                     entry.label);
    x += width + kBetween;
  }
  painter.setPen(theme.dim);
  painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight, rest);
}

QFont sized(const QFont& base, double share) {
  QFont font = base;
  const int pixels = static_cast<int>(std::lround(share * QFontInfo(base).pixelSize()));
  font.setPixelSize(std::max(kSmallest, pixels));
  return font;
}

}  // namespace

QFont titleFont(const QFont& base) {
  QFont font = sized(base, 0.92);
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont smallFont(const QFont& base) { return sized(base, 0.85); }

double penScale(const QFont& base) {
  constexpr double kUsualPixels = 13;
  return QFontInfo(base).pixelSize() / kUsualPixels;
}

int titleHeight(const QFont& base) {
  return static_cast<int>(std::ceil(QFontMetricsF(titleFont(base)).height())) + 4;
}

void paintTitleRow(QPainter& painter, const QRectF& area, const TitleRow& row, const QFont& base,
                   const Theme& theme) {
  const QFont title_font = titleFont(base);
  const QFontMetricsF title_metrics(title_font);
  const QFontMetricsF metrics(smallFont(base));
  // Values are what one looks for while pointing: first those of the variants that are not shown
  // on the canvas, then the title give way to them. The names stay.
  std::vector<Reading> readings = row.readings;
  double most = area.width();
  if (!readings.empty()) {
    const double least = std::min(0.3 * area.width(), title_metrics.horizontalAdvance(row.title));
    const double room = area.width() - least - kBetween;
    if (widthOf(readings, metrics) > room) {
      std::erase_if(readings, [](const Reading& reading) { return reading.is_minor; });
    }
    most = std::max(least, area.width() - kBetween - widthOf(readings, metrics));
  }
  const QString title = title_metrics.elidedText(row.title, Qt::ElideRight, most);
  painter.setFont(title_font);
  painter.setPen(theme.text);
  painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, title);
  const QRectF rest = area.adjusted(title_metrics.horizontalAdvance(title) + kBetween, 0, 0, 0);
  if (rest.width() < kSample) return;
  painter.setFont(smallFont(base));
  if (readings.empty())
    paintLegend(painter, rest, row, metrics, penScale(base), theme);
  else
    paintReadings(painter, rest, readings, metrics);
}

}  // namespace vle::ui
