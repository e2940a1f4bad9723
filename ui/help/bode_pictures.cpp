// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "help/bode_pictures.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>
#include <QTextDocument>
#include <QTextImageFormat>

#include "session/number_text.h"
#include "sim/transfer.h"

namespace vle::ui {

namespace {

constexpr double kLowestHz = 1, kHighestHz = 500;
constexpr int kBodePoints = 160;
constexpr double kPlotLines = 7.5;   ///< height of the axes, in lines of text
constexpr double kAboveLines = 0.5;  ///< between legend and axes
constexpr double kLeastPictureWidth = 240;
/// Of the first, second and third curve: where two coincide, both are seen.
const std::array<QList<qreal>, 3> kPens = {QList<qreal>{}, {5, 3}, {1.5, 2.5}};

double frequencyAt(int k) {
  return kLowestHz * std::pow(kHighestHz / kLowestHz, k / double{kBodePoints});
}

/// The pen of the k-th curve.
QPen penOf(const QColor& color, std::size_t k) {
  QPen pen(color, k == 0 ? 2.6 : 1.8);
  const QList<qreal>& dashes = kPens[std::min(k, kPens.size() - 1)];
  if (!dashes.isEmpty()) pen.setDashPattern(dashes);
  return pen;
}

/// One of the two pairs of axes.
class Axes {
 public:
  Axes(QPainter& painter, const QRectF& room, const BodeSpec& spec, const Theme& theme,
       bool is_phase)
      : painter_(painter), spec_(spec), theme_(theme), is_phase_(is_phase) {
    const QFontMetricsF metrics(painter.font());
    line_ = metrics.height();
    room_ = room.adjusted(metrics.horizontalAdvance(QStringLiteral("−100°")) + 4, line_,
                          -metrics.horizontalAdvance(QStringLiteral("0")), -line_ * 1.1);
    findRange();
  }

  void paint() {
    paintGrid();
    painter_.save();
    painter_.setClipRect(room_.adjusted(-2, -2, 2, 2));
    for (std::size_t k = 0; k < spec_.operators.size(); ++k) paintCurve(k);
    painter_.restore();
  }

 private:
  [[nodiscard]] double valueOf(const Operator& row, double f) const {
    const std::complex<double> value = row.at(spec_.settings, f);
    return is_phase_ ? std::arg(value) * kDegrees : std::log10(std::abs(value));
  }

  /// Whole decades that hold all curves, and at least one on either side of 1; ±90°, or a little
  /// more where a coarse step turns further.
  void findRange() {
    low_ = is_phase_ ? -90 : -1;
    high_ = -low_;
    for (const Operator* row : spec_.operators) {
      for (int k = 0; k <= kBodePoints; ++k) {
        const double value = valueOf(*row, frequencyAt(k));
        low_ = std::min(low_, is_phase_ ? value : std::floor(value));
        high_ = std::max(high_, is_phase_ ? value : std::ceil(value));
      }
    }
  }

  [[nodiscard]] QPointF at(double f, double value) const {
    const double x = std::log(f / kLowestHz) / std::log(kHighestHz / kLowestHz);
    const double y = (high_ - value) / (high_ - low_);
    return {room_.left() + x * room_.width(), room_.top() + y * room_.height()};
  }

  void paintGrid() {
    const QFontMetricsF metrics(painter_.font());
    const auto below = [&](double f, const QString& text) {
      const double width = metrics.horizontalAdvance(text);
      const double x = std::min(at(f, low_).x() - width / 2, room_.right() - width);
      painter_.drawText(QPointF(x, room_.bottom() + metrics.ascent() + 2), text);
    };
    for (const double f : {1.0, 10.0, 100.0}) {
      painter_.setPen(theme_.grid);
      painter_.drawLine(at(f, low_), at(f, high_));
      painter_.setPen(theme_.dim);
      below(f, f < 100 ? shortText(f) : QObject::tr("100 Hz"));
    }
    const double step = is_phase_ ? 45 : 1;
    for (double value = std::ceil(low_ / step) * step; value <= high_; value += step) {
      painter_.setPen(value == 0 ? theme_.line : theme_.grid);
      painter_.drawLine(at(kLowestHz, value), at(kHighestHz, value));
      if (is_phase_ && std::fmod(value, 90) != 0) continue;
      const QString text =
          is_phase_ ? fixedText(value, 0) + QChar(0xb0) : shortText(std::pow(10, value));
      painter_.setPen(theme_.dim);
      painter_.drawText(QPointF(room_.left() - 6 - metrics.horizontalAdvance(text),
                                at(kLowestHz, value).y() + metrics.capHeight() / 2),
                        text);
    }
    const double mark = spec_.settings.mark;
    painter_.setPen(QPen(theme_.dim, 1, Qt::DotLine));
    painter_.drawLine(at(mark, low_), at(mark, high_));
    painter_.setPen(theme_.dim);
    painter_.drawText(QPointF(room_.left(), room_.top() - metrics.descent() - 2),
                      is_phase_ ? QObject::tr("Phase") : QObject::tr("Gain"));
  }

  void paintCurve(std::size_t k) {
    const Operator& row = *spec_.operators[k];
    const QColor color = theme_.*row.color;
    QPolygonF curve;
    curve.reserve(kBodePoints + 1);
    for (int point = 0; point <= kBodePoints; ++point) {
      const double f = frequencyAt(point);
      curve << at(f, valueOf(row, f));
    }
    painter_.setPen(penOf(color, k));
    painter_.setBrush(Qt::NoBrush);
    painter_.drawPolyline(curve);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(color);
    painter_.drawEllipse(at(spec_.settings.mark, valueOf(row, spec_.settings.mark)), 3.5, 3.5);
  }

  QPainter& painter_;
  const BodeSpec& spec_;
  const Theme& theme_;
  bool is_phase_;
  double line_ = 0;
  QRectF room_;
  double low_ = 0, high_ = 0;
};

/// What the picture of a format shows.
std::optional<BodeSpec> specOf(const QTextFormat& format) {
  return bodeSpec(QUrl(format.toImageFormat().name()));
}

double heightOf(const BodeSpec& spec, double line) {
  return (static_cast<double>(spec.operators.size()) * 1.25 + kAboveLines + kPlotLines + 2) * line;
}

}  // namespace

void paintBode(QPainter& painter, const QRectF& room, const BodeSpec& spec, const Theme& theme,
               const QFont& font) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(font);
  const QFontMetricsF metrics(font);
  const double line = metrics.height();
  double y = room.top();
  for (std::size_t k = 0; k < spec.operators.size(); ++k, y += 1.25 * line) {
    const Operator& row = *spec.operators[k];
    const std::complex<double> value = row.at(spec.settings, spec.settings.mark);
    painter.setPen(penOf(theme.*row.color, k));
    painter.drawLine(QPointF(room.left(), y + line / 2),
                     QPointF(room.left() + 2.2 * line, y + line / 2));
    painter.setPen(theme.text);
    painter.drawText(
        QPointF(room.left() + 2.8 * line, y + metrics.ascent()),
        QObject::tr("%1, %2: at %3 Hz × %4, turned by %5°")
            .arg(operatorName(row), QString::fromUtf8(row.symbol), shortText(spec.settings.mark),
                 numberText(std::abs(value), kReadingDigits),
                 fixedText(std::arg(value) * kDegrees, 1)));
  }
  const QRectF axes(room.left(), y + kAboveLines * line, room.width(),
                    room.bottom() - y - kAboveLines * line);
  const double half = (room.width() - line) / 2;
  Axes(painter, {axes.left(), axes.top(), half, axes.height()}, spec, theme, false).paint();
  Axes(painter, {axes.right() - half, axes.top(), half, axes.height()}, spec, theme, true).paint();
  painter.restore();
}

BodePictures::BodePictures(const Theme& theme, QObject* parent) : QObject(parent), theme_(theme) {}

QSizeF BodePictures::intrinsicSize(QTextDocument* document, int, const QTextFormat& format) {
  const std::optional<BodeSpec> spec = specOf(format);
  if (!spec) return {};
  const double width = document->textWidth() - 2 * document->documentMargin();
  return {std::max(width, kLeastPictureWidth),
          heightOf(*spec, QFontMetricsF(document->defaultFont()).height())};
}

void BodePictures::drawObject(QPainter* painter, const QRectF& room, QTextDocument* document, int,
                              const QTextFormat& format) {
  const std::optional<BodeSpec> spec = specOf(format);
  if (spec) paintBode(*painter, room, *spec, theme_, document->defaultFont());
}

}  // namespace vle::ui
