// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/node_paint.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "editor/canvas_text.h"

namespace vle::ui {

namespace {

constexpr double kCardRadius = 10;
constexpr double kSquareRadius = 6;
constexpr double kBoxZoom = 0.12;  // below, a card is a plain box
constexpr double kDotZoom = 0.3;   // below, a neuron is a plain patch

class NodePainter {
 public:
  NodePainter(QPainter& painter, const NodeGeometry& geometry, const NodeLook& look,
              const Theme& theme, double zoom)
      : painter_(painter), geometry_(geometry), look_(look), theme_(theme), zoom_(zoom) {}

  void paint() const {
    if (zoom_ < kBoxZoom) {
      painter_.fillRect(geometry_.card, mixed(theme_.panel, boxColor(), 0.45));
      return;
    }
    card();
    if (has_text()) heading();
    if (!geometry_.rates.isEmpty()) {
      strip(geometry_.rates, look_.rates, theme_.signal, QStringLiteral("r"));
      strip(geometry_.errors, look_.errors, theme_.error, QStringLiteral("e"));
    } else {
      pairs();
    }
    waves();
  }

 private:
  [[nodiscard]] bool has_text() const { return zoom_ >= kTextZoom; }
  [[nodiscard]] QColor cardColor() const {
    return mixed(theme_.panel, theme_.text, theme_.is_dark ? 0.04 : 0.0);
  }
  [[nodiscard]] QColor boxColor() const {
    if (look_.kind == CardKind::Layer && !look_.is_frozen) return theme_.signal;
    return theme_.dim;
  }
  [[nodiscard]] QColor hue(const QColor& color) const {
    return look_.is_frozen ? mixed(cardColor(), color, 0.6) : color;
  }

  void card() const {
    const bool is_note = look_.kind == CardKind::Note;
    const QColor edge = look_.is_frozen ? mixed(cardColor(), theme_.line, 0.6)
                                        : mixed(theme_.line, theme_.text, 0.08);
    painter_.setPen(QPen(edge, 1.2, is_note ? Qt::DotLine : Qt::SolidLine));
    painter_.setBrush(is_note ? mixed(theme_.panel, theme_.background, 0.6) : cardColor());
    if (zoom_ >= kDotZoom) {
      painter_.drawRoundedRect(geometry_.card, kCardRadius, kCardRadius);
    } else {
      painter_.fillRect(geometry_.card, edge);
      const double line = 1 / zoom_;
      painter_.fillRect(geometry_.card.adjusted(line, line, -line, -line), cardColor());
    }
  }

  void heading() const {
    const QFontMetricsF title_metrics(canvasFont(TextRole::Title));
    const QFontMetricsF detail_metrics(canvasFont(TextRole::Detail));
    constexpr double kGap = 8;
    const double detail_width = detail_metrics.horizontalAdvance(look_.detail);
    const double title_width = title_metrics.horizontalAdvance(look_.title);
    const double width = geometry_.title.width();
    const bool fits = title_width + detail_width + kGap <= width;
    // Long parameters get a line of their own; a kind ("input") makes the title yield instead.
    const bool two_lines = !fits && look_.kind == CardKind::Layer && !look_.is_frozen;
    const double room = two_lines ? width : width - (detail_width > 0 ? detail_width + kGap : 0);
    painter_.setFont(canvasFont(TextRole::Title));
    painter_.setPen(look_.is_frozen ? theme_.dim : theme_.text);
    painter_.drawText(geometry_.title, Qt::AlignLeft | Qt::AlignVCenter,
                      title_metrics.elidedText(look_.title, Qt::ElideRight, room));
    painter_.setFont(canvasFont(TextRole::Detail));
    painter_.setPen(theme_.dim);
    if (two_lines) {
      painter_.drawText(geometry_.detail, Qt::AlignLeft | Qt::AlignVCenter,
                        detail_metrics.elidedText(look_.detail, Qt::ElideRight, width));
    } else {
      painter_.drawText(geometry_.title, Qt::AlignRight | Qt::AlignVCenter, look_.detail);
    }
    painter_.drawText(geometry_.count, Qt::AlignRight | Qt::AlignVCenter, look_.count);
    if (!look_.text.isEmpty()) {
      painter_.setPen(theme_.text);
      painter_.drawText(geometry_.text, Qt::TextWrapAnywhere | Qt::TextWordWrap, look_.text);
    }
  }

  void pairs() const {
    if (geometry_.half_side > 0 && zoom_ >= kDotZoom) {
      QPen dotted(theme_.dim, 1.4, Qt::CustomDashLine, Qt::RoundCap);
      dotted.setDashPattern({0.1, 2.4});
      painter_.setPen(dotted);
      for (const PairPlace& place : geometry_.pairs) {
        painter_.drawLine(place.signal + QPointF(geometry_.radius + 4, 0),
                          place.error - QPointF(geometry_.half_side + 3, 0));
      }
    }
    for (std::size_t k = 0; k < geometry_.pairs.size(); ++k) {
      const PairPlace& place = geometry_.pairs[k];
      const double r = geometry_.radius;
      neuron(QRectF(place.signal - QPointF(r, r), QSizeF(2 * r, 2 * r)), r, theme_.signal,
             k < look_.rates.size() ? look_.rates[k] : NeuronLook{});
      const double s = geometry_.half_side;
      if (s <= 0) continue;
      neuron(QRectF(place.error - QPointF(s, s), QSizeF(2 * s, 2 * s)), kSquareRadius, theme_.error,
             k < look_.errors.size() ? look_.errors[k] : NeuronLook{});
    }
  }

  void neuron(const QRectF& rectangle, double corner, const QColor& color,
              const NeuronLook& neuron) const {
    if (zoom_ < kDotZoom) {
      painter_.fillRect(rectangle,
                        neuronFill(theme_, color, kLevels / 2 + neuron.level / 2, look_.is_frozen));
      return;
    }
    const QPen outline(hue(color), look_.is_frozen ? 1.4 : 1.8);
    painter_.setPen(outline);
    painter_.setBrush(neuronFill(theme_, color, neuron.level, look_.is_frozen));
    painter_.drawRoundedRect(rectangle, corner, corner);
    if (neuron.level < 0) {  // hatched, so that a sign is no matter of shade alone
      QColor ink = hue(color);
      ink.setAlphaF(0.32F);
      painter_.setPen(Qt::NoPen);
      painter_.setBrush(QBrush(ink, Qt::BDiagPattern));
      painter_.drawRoundedRect(rectangle, corner, corner);
    }
    if (neuron.is_envelope) {
      painter_.setPen(QPen(hue(color), 1));
      painter_.setBrush(Qt::NoBrush);
      painter_.drawRoundedRect(rectangle.adjusted(-2.8, -2.8, 2.8, 2.8), corner + 2.8,
                               corner + 2.8);
    }
    if (!has_text() || neuron.text.isEmpty()) return;
    painter_.setPen(look_.is_frozen ? mixed(theme_.text, theme_.dim, 0.4) : theme_.text);
    const double room = rectangle.width() - 4;
    TextRole role = TextRole::SmallNumber;
    if (tabularWidth(neuron.text, TextRole::Number) <= room)
      role = TextRole::Number;
    else if (tabularWidth(neuron.text, TextRole::MediumNumber) <= room)
      role = TextRole::MediumNumber;
    drawTabular(painter_, rectangle, Qt::AlignHCenter, neuron.text, role);
  }

  /// Bars from the middle: up for positive, down for negative, both ways for an envelope.
  void strip(const QRectF& row, const std::vector<NeuronLook>& cells, const QColor& color,
             const QString& label) const {
    if (row.isEmpty()) return;
    painter_.fillRect(row, mixed(cardColor(), color, theme_.is_dark ? 0.12 : 0.07));
    const double middle = row.center().y();
    painter_.fillRect(QRectF(row.left(), middle - 0.4, row.width(), 0.8),
                      mixed(cardColor(), color, 0.35));
    const bool is_envelope = std::ranges::any_of(cells, &NeuronLook::is_envelope);
    if (has_text()) {
      const QRectF place(row.left() - 15, row.top(), 13, row.height());
      painter_.setPen(theme_.dim);
      drawTabular(painter_, is_envelope ? place.translated(0, -5) : place, Qt::AlignHCenter, label,
                  TextRole::Detail);
      if (is_envelope) {
        drawTabular(painter_, place.translated(0, 5), Qt::AlignHCenter, QString(QChar(0x223F)),
                    TextRole::Detail);
      }
    }
    if (cells.empty()) return;
    const double pitch = row.width() / static_cast<double>(cells.size());
    const double bar = std::max(pitch - 1, pitch * 0.7);
    const double unit = row.height() / 2 / kLevels;
    for (std::size_t k = 0; k < cells.size(); ++k) {
      const double height = unit * std::abs(cells[k].level);
      const double up = cells[k].is_envelope || cells[k].level > 0 ? height : 0;
      const double down = cells[k].is_envelope || cells[k].level < 0 ? height : 0;
      painter_.fillRect(QRectF(row.left() + pitch * static_cast<double>(k) + (pitch - bar) / 2,
                               middle - up, bar, up + down),
                        hue(cells[k].level < 0 ? mixed(cardColor(), color, 0.65) : color));
    }
  }

  void waves() const {
    const QRectF& box = geometry_.wave;
    const bool is_target = look_.kind == CardKind::Target;
    for (std::size_t k = 0; k < look_.waves.size(); ++k) {
      QPolygonF wave = look_.waves[k];
      for (QPointF& point : wave) {
        point = {box.left() + point.x() * box.width(),
                 box.center().y() - point.y() * box.height() / 2};
      }
      const QColor base = is_target ? theme_.target : theme_.input;
      QPen pen(mixed(base, cardColor(), 0.3 * static_cast<double>(k)), 1.7, Qt::SolidLine,
               Qt::FlatCap, Qt::RoundJoin);
      if (is_target) pen.setDashPattern({3, 2});
      painter_.setPen(pen);
      painter_.drawPolyline(wave);
    }
  }

  QPainter& painter_;
  const NodeGeometry& geometry_;
  const NodeLook& look_;
  const Theme& theme_;
  double zoom_;
};

}  // namespace

int levelOf(double value, double scale) {
  if (!std::isfinite(value)) return kLevels;
  return std::clamp(static_cast<int>(std::lround(value / scale * kLevels)), -kLevels, kLevels);
}

QColor neuronFill(const Theme& theme, const QColor& color, int level, bool is_frozen) {
  // Negative values stay lighter than positive ones of the same size.
  const double strength = std::abs(level) / static_cast<double>(kLevels);
  const double share = (0.08 + (level < 0 ? 0.28 : 0.5) * strength) * (is_frozen ? 0.6 : 1.0);
  return mixed(theme.panel, color, share);
}

void paintNode(QPainter& painter, const NodeGeometry& geometry, const NodeLook& look,
               const Theme& theme, double zoom) {
  NodePainter(painter, geometry, look, theme, zoom).paint();
}

}  // namespace vle::ui
