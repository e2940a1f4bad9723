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

constexpr double kTitleGap = 6;
constexpr double kBetween = 14;
constexpr int kSmallestTitle = 10;
constexpr double kNoteShare = 0.6;  ///< of the row that a sentence may take
constexpr double kNoteLeast = 0.3;  ///< of what the title leaves, for a remark beside a long legend
constexpr double kThickest = 4;     ///< of a legend's line

/// Lengths in a legend, pixels.
struct Spacing {
  double scale;         ///< of pens
  double sample;        ///< width of a line
  double gap;           ///< between a line and its name
  double between = 14;  ///< entries
};

Spacing usual(double scale) { return {scale, 22 * scale, kTitleGap}; }

/// Rather short samples than names left out.
Spacing compact(double scale) { return {scale, 16 * scale, 4, 9}; }

void paintSample(QPainter& painter, double x, double y, const TraceStyle& style,
                 const Spacing& spacing) {
  const double scale = spacing.scale;
  QPen pen(style.color, scale * std::min(style.width, kThickest), Qt::SolidLine, Qt::FlatCap);
  QList<qreal> pattern;
  for (const double length : dashPattern(style.dash)) {
    pattern.append(scale * length / pen.widthF());
  }
  if (!pattern.isEmpty()) pen.setDashPattern(pattern);
  painter.setPen(pen);
  painter.drawLine(QPointF(x, y), QPointF(x + spacing.sample, y));
}

double widthOf(const Reading& reading, const QFontMetricsF& metrics) {
  const double own = metrics.horizontalAdvance(reading.text);
  return reading.is_value ? std::max(own, metrics.horizontalAdvance("−0.000")) : own;
}

double widthOf(const std::vector<Reading>& readings, const QFontMetricsF& metrics) {
  double total = kTitleGap * (static_cast<double>(readings.size()) - 1);
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
    x += width + kTitleGap;
  }
}

double widthOf(const LegendEntry& entry, const QFontMetricsF& metrics, const Spacing& spacing) {
  return spacing.sample + spacing.gap + metrics.horizontalAdvance(entry.label);
}

void paintEntry(QPainter& painter, const QPointF& at, double height, const LegendEntry& entry,
                const QFontMetricsF& metrics, const Spacing& spacing, const Theme& theme) {
  paintSample(painter, at.x(), std::round(at.y() + height / 2) + 0.5, entry.style, spacing);
  painter.setPen(theme.dim);
  const QRectF place(at.x() + spacing.sample + spacing.gap, at.y(),
                     metrics.horizontalAdvance(entry.label) + 2, height);
  painter.drawText(place, Qt::AlignVCenter, entry.label);
}

/// The entries that begin a row of their own when a legend is broken into rows.
std::vector<std::size_t> brokenAt(const std::vector<LegendEntry>& legend, double width,
                                  const QFontMetricsF& metrics, const Spacing& spacing) {
  std::vector<std::size_t> breaks;
  double x = 0;
  for (std::size_t k = 0; k < legend.size(); ++k) {
    const double own = widthOf(legend[k], metrics, spacing);
    if (k == 0 || x + own > width) {
      breaks.push_back(k);
      x = 0;
    }
    x += own + spacing.between;
  }
  return breaks;
}

void paintLegendRows(QPainter& painter, const QRectF& area, const TitleRow& row,
                     const QFontMetricsF& metrics, const QFont& base, const Theme& theme) {
  const Spacing spacing = usual(penScale(base));
  const double height = legendRowHeight(base);
  const auto breaks = brokenAt(row.legend, area.width(), metrics, spacing);
  double x = area.left(), y = area.top() - height;
  for (std::size_t k = 0; k < row.legend.size(); ++k) {
    if (std::ranges::find(breaks, k) != breaks.end()) {
      x = area.left();
      y += height;
    }
    paintEntry(painter, {x, y}, height, row.legend[k], metrics, spacing, theme);
    x += widthOf(row.legend[k], metrics, spacing) + spacing.between;
  }
}

double widthOf(const std::vector<LegendEntry>& legend, const QFontMetricsF& metrics,
               const Spacing& spacing) {
  double total = -spacing.between;
  for (const LegendEntry& entry : legend) {
    total += widthOf(entry, metrics, spacing) + spacing.between;
  }
  return total;
}

void paintLegend(QPainter& painter, const QRectF& area, const TitleRow& row,
                 const QFontMetricsF& metrics, double scale, const Theme& theme) {
  const bool is_tight = widthOf(row.legend, metrics, usual(scale)) > area.width();
  const Spacing spacing = is_tight ? compact(scale) : usual(scale);
  std::size_t shown = 0;
  double total = 0;
  QString rest;
  // As many entries as fit together with the word about those that do not.
  for (shown = row.legend.size();; --shown) {
    total = shown > 0 ? spacing.between * static_cast<double>(shown - 1) : 0;
    for (std::size_t k = 0; k < shown; ++k) total += widthOf(row.legend[k], metrics, spacing);
    rest.clear();
    if (shown < row.legend.size())
      rest = QString("+%1").arg(row.legend.size() - shown);
    else if (row.omitted > 0)
      rest = QString("+%1 more").arg(row.omitted);
    if (!rest.isEmpty()) total += metrics.horizontalAdvance(rest) + kTitleGap;
    if (total <= area.width() || shown == 0) break;
  }
  if (total > area.width()) return;
  double x = area.right() - total;
  for (std::size_t k = 0; k < shown; ++k) {
    paintEntry(painter, {x, area.top()}, area.height(), row.legend[k], metrics, spacing, theme);
    x += widthOf(row.legend[k], metrics, spacing) + spacing.between;
  }
  painter.setPen(theme.dim);
  painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight, rest);
}

QFont sized(const QFont& base, double share) {
  QFont font = base;
  const int pixels = static_cast<int>(std::lround(share * QFontInfo(base).pixelSize()));
  font.setPixelSize(std::max(kSmallestTitle, pixels));
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

int legendRowHeight(const QFont& base) {
  return static_cast<int>(std::ceil(QFontMetricsF(smallFont(base)).height())) + 1;
}

int legendRows(const TitleRow& row, double width, const QFont& base) {
  if (row.legend.empty()) return 0;
  const QFontMetricsF metrics(smallFont(base));
  const Spacing spacing = usual(penScale(base));
  double beside = width - QFontMetricsF(titleFont(base)).horizontalAdvance(row.title) - kBetween;
  if (!row.note.isEmpty()) beside -= metrics.horizontalAdvance(row.note) + kTitleGap;
  if (row.omitted > 0) beside -= metrics.horizontalAdvance(QStringLiteral("+000 more"));
  if (widthOf(row.legend, metrics, spacing) <= beside) return 0;
  return static_cast<int>(brokenAt(row.legend, width, metrics, spacing).size());
}

void paintTitleRow(QPainter& painter, const QRectF& whole, const TitleRow& row, const QFont& base,
                   const Theme& theme) {
  const bool has_rows = whole.height() >= titleHeight(base) + legendRowHeight(base);
  QRectF area = whole;
  if (has_rows) area.setHeight(titleHeight(base));
  const QFont title_font = titleFont(base);
  const QFontMetricsF title_metrics(title_font);
  const QFontMetricsF metrics(smallFont(base));
  // Values are what one looks for while pointing: first those of the variants that are not shown
  // on the canvas, then the title give way to them. The names stay.
  std::vector<Reading> readings = row.readings;
  for (Reading& reading : readings) {
    if (!reading.is_note) continue;
    reading.text = metrics.elidedText(reading.text, Qt::ElideRight, kNoteShare * area.width());
  }
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
  QRectF rest = area.adjusted(title_metrics.horizontalAdvance(title) + kBetween, 0, 0, 0);
  painter.setFont(smallFont(base));
  if (has_rows) {
    const QRectF below = whole.adjusted(0, titleHeight(base), 0, 0);
    paintLegendRows(painter, below, row, metrics, base, theme);
  }
  if (rest.width() < usual(1).sample) return;
  if (!row.note.isEmpty() && readings.empty()) {
    // Names of curves come first, a remark takes what they leave.
    const Spacing tight = compact(penScale(base));
    const double legend = has_rows ? 0 : widthOf(row.legend, metrics, tight) + kBetween;
    const double room = std::max(rest.width() - std::max(0.0, legend), kNoteLeast * rest.width());
    const QString note = metrics.elidedText(row.note, Qt::ElideRight, room);
    painter.setPen(theme.dim);
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft, note);
    rest.adjust(metrics.horizontalAdvance(note) + kBetween, 0, 0, 0);
  }
  if (has_rows) return;
  if (readings.empty())
    paintLegend(painter, rest, row, metrics, penScale(base), theme);
  else
    paintReadings(painter, rest, readings, metrics);
}

}  // namespace vle::ui
