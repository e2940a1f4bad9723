// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/node_paint.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <span>

#include <QFontMetricsF>
#include <QPainter>
#include <QPixmap>

#include "drawing/canvas_text.h"
#include "drawing/level.h"
#include "drawing/mark_paint.h"

namespace vle::ui {

namespace {

constexpr double kCardRadius = 10;
constexpr double kSquareRadius = 6;
constexpr double kBoxZoom = 0.12;  // below, a card is a plain box
constexpr double kDotZoom = 0.3;   // below, a neuron is a plain patch

class NodePainter {
 public:
  NodePainter(QPainter& painter, const NodeGeometry& geometry, const NodeLook& look,
              const Theme& theme, double zoom, std::optional<std::size_t> only)
      : painter_(painter),
        geometry_(geometry),
        look_(look),
        theme_(theme),
        zoom_(zoom),
        only_(only) {}

  void paint() const {
    if (zoom_ < kBoxZoom) {
      painter_.fillRect(geometry_.card, mixed(theme_.panel, boxColor(), 0.45));
      return;
    }
    card();
    if (hasText()) heading();
    if (showsPairs(geometry_, zoom_)) {
      pairs();
      if (!geometry_.rates.isEmpty()) lanes();
    } else {
      strip(geometry_.rates, look_.rates, theme_.signal, QStringLiteral("r"));
      strip(geometry_.errors, look_.errors, theme_.error, QStringLiteral("e"));
    }
    waves();
  }

 private:
  [[nodiscard]] bool hasText() const { return zoom_ >= kTextZoom; }
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
    const bool is_large = !geometry_.rates.isEmpty();
    if (geometry_.half_side > 0 && zoom_ >= kDotZoom && !is_large) {
      QPen dotted(theme_.dim, 1.4, Qt::CustomDashLine, Qt::RoundCap);
      dotted.setDashPattern({0.1, 2.4});
      painter_.setPen(dotted);
      for (const PairPlace& place : geometry_.pairs) {
        painter_.drawLine(place.signal + QPointF(geometry_.radius + 4, 0),
                          place.error - QPointF(geometry_.half_side + 3, 0));
      }
    }
    const bool has_waves = !look_.rate_waves.empty() && showsWaves(geometry_, zoom_);
    if (is_large && !has_waves) return grid();
    const double opacity = painter_.opacity();
    const double r = geometry_.radius;
    const double s = geometry_.half_side;
    for (std::size_t k = 0; k < geometry_.pairs.size(); ++k) {
      const PairPlace& place = geometry_.pairs[k];
      if (only_) painter_.setOpacity(*only_ == k ? opacity : opacity * kFadedOpacity);
      neuron(QRectF(place.signal - QPointF(r, r), QSizeF(2 * r, 2 * r)), r, theme_.signal,
             at(look_.rates, k), at(look_.rate_texts, k), at(look_.rate_waves, k));
      if (s <= 0) continue;
      neuron(QRectF(place.error - QPointF(s, s), QSizeF(2 * s, 2 * s)), kSquareRadius, theme_.error,
             at(look_.errors, k), at(look_.error_texts, k), at(look_.error_waves, k));
    }
    painter_.setOpacity(opacity);
  }

  /// The neurons of a large layer: hundreds of them look alike, so each look is painted once.
  void grid() const {
    const QTransform to_screen = painter_.worldTransform();
    const double opacity = painter_.opacity();
    painter_.setWorldTransform({});
    std::map<std::pair<int, bool>, QPixmap> signals_by_look, errors_by_look;
    const auto draw = [&](auto& pictures, QPointF centre, double half, double corner,
                          const QColor& color, const NeuronLook& look) {
      const QPointF place = to_screen.map(centre);
      const double reach = (half + 1) * zoom_;
      if (!QRectF(painter_.viewport()).adjusted(-reach, -reach, reach, reach).contains(place)) {
        return;
      }
      QPixmap& picture = pictures[{look.level, look.is_envelope}];
      if (picture.isNull()) picture = pictureOf(half, corner, color, look);
      const double size = picture.width() / picture.devicePixelRatio();
      painter_.drawPixmap(QPointF(place.x() - size / 2, place.y() - size / 2), picture);
    };
    for (std::size_t k = 0; k < geometry_.pairs.size(); ++k) {
      const PairPlace& place = geometry_.pairs[k];
      if (only_) painter_.setOpacity(*only_ == k ? opacity : opacity * kFadedOpacity);
      draw(signals_by_look, place.signal, geometry_.radius, geometry_.radius, theme_.signal,
           at(look_.rates, k));
      if (geometry_.half_side <= 0) continue;
      draw(errors_by_look, place.error, geometry_.half_side, geometry_.half_side / 3, theme_.error,
           at(look_.errors, k));
    }
    painter_.setOpacity(opacity);
    painter_.setWorldTransform(to_screen);
  }

  [[nodiscard]] QPixmap pictureOf(double half, double corner, const QColor& color,
                                  const NeuronLook& look) const {
    const double ratio = painter_.device()->devicePixelRatioF();
    const double side = std::ceil(2 * (half + 1) * zoom_);
    QPixmap picture(QSizeF(side * ratio, side * ratio).toSize());
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(side / 2, side / 2);
    painter.scale(zoom_, zoom_);
    NodePainter(painter, geometry_, look_, theme_, zoom_, {})
        .neuron(QRectF(-half, -half, 2 * half, 2 * half), corner, color, look, {}, {});
    return picture;
  }

  template <class T>
  [[nodiscard]] static T at(const std::vector<T>& values, std::size_t k) {
    return k < values.size() ? values[k] : T{};
  }

  /// Where the synapses of the neurons of a large layer meet its card: their rates once more.
  void lanes() const {
    const auto n = std::ssize(look_.rates);
    const double step = laneStep(geometry_, n);
    if (!showsSynapses(step, zoom_)) return;
    constexpr double kWidth = 4;
    for (std::int64_t k = 0; k < n; ++k) {
      const double top = synapseLane(geometry_, k, n) - 0.4 * step;
      const QColor fill = neuronFill(
          theme_, theme_.signal, look_.rates[static_cast<std::size_t>(k)].level, look_.is_frozen);
      for (const double left : {geometry_.card.left() + 1, geometry_.card.right() - 1 - kWidth}) {
        painter_.fillRect(QRectF(left, top, kWidth, 0.8 * step), fill);
      }
    }
  }

  void neuron(const QRectF& rectangle, double corner, const QColor& color, const NeuronLook& neuron,
              const QString& text, const NeuronWave& wave) const {
    if (zoom_ < kDotZoom) {
      painter_.fillRect(rectangle,
                        neuronFill(theme_, color, kLevels / 2 + neuron.level / 2, look_.is_frozen));
      return;
    }
    if (!wave.seen.isEmpty() && showsWaves(geometry_, zoom_)) {
      return drawWave(rectangle, corner, color, text, wave);
    }
    const QPen outline(hue(color), std::min(look_.is_frozen ? 1.4 : 1.8, rectangle.width() / 10));
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
      const double gap = std::min(2.8, rectangle.width() / 10);
      painter_.setPen(QPen(hue(color), std::min(1.0, gap / 2)));
      painter_.setBrush(Qt::NoBrush);
      painter_.drawRoundedRect(rectangle.adjusted(-gap, -gap, gap, gap), corner + gap,
                               corner + gap);
    }
    if (!hasText() || text.isEmpty()) return;
    painter_.setPen(look_.is_frozen ? mixed(theme_.text, theme_.dim, 0.4) : theme_.text);
    const double room = rectangle.width() - 4;
    TextRole role = TextRole::SmallNumber;
    if (tabularWidth(text, TextRole::Number) <= room)
      role = TextRole::Number;
    else if (tabularWidth(text, TextRole::MediumNumber) <= room)
      role = TextRole::MediumNumber;
    drawTabular(painter_, rectangle, Qt::AlignHCenter, text, role);
  }

  /// One period of a neuron; dashed what it should be. From near the number stands below.
  void drawWave(const QRectF& box, double corner, const QColor& color, const QString& text,
                const NeuronWave& wave) const {
    const double half = box.width() / 2;
    painter_.setPen(QPen(hue(color), std::min(look_.is_frozen ? 1.4 : 1.8, half / 5)));
    painter_.setBrush(neuronFill(theme_, color, 2, look_.is_frozen));
    painter_.drawRoundedRect(box, corner, corner);
    const auto place = [&](const QPolygonF& points) {
      QPolygonF placed;
      placed.reserve(points.size());
      for (const QPointF& point : points) placed << porthole(box.center(), half, point);
      return placed;
    };
    painter_.setBrush(Qt::NoBrush);
    QColor middle = hue(color);
    middle.setAlphaF(0.3F);
    painter_.setPen(QPen(middle, 1));
    painter_.drawPolyline(place({QPointF(0, 0), QPointF(1, 0)}));
    if (!wave.wanted.isEmpty()) {
      QPen dashed(theme_.target, 1.2, Qt::DashLine, Qt::FlatCap, Qt::RoundJoin);
      dashed.setDashPattern({3, 2});
      painter_.setPen(dashed);
      painter_.drawPolyline(place(wave.wanted));
    }
    painter_.setPen(QPen(hue(color), 1.8, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter_.drawPolyline(place(wave.seen));
    if (zoom_ < kNumberZoom || text.isEmpty()) return;
    painter_.setPen(theme_.text);
    drawTabular(painter_, QRectF(box.left(), box.bottom() - 12, box.width(), 10), Qt::AlignHCenter,
                text, TextRole::SmallNumber);
  }

  /// Bars from the middle: up for positive, down for negative, both ways for an envelope.
  void strip(const QRectF& row, const std::vector<NeuronLook>& neurons, const QColor& color,
             const QString& label) const {
    if (row.isEmpty()) return;
    const std::vector<NeuronLook> cells = stripLook(neurons);
    painter_.fillRect(row, mixed(cardColor(), color, theme_.is_dark ? 0.12 : 0.07));
    const double middle = row.center().y();
    painter_.fillRect(QRectF(row.left(), middle - 0.4, row.width(), 0.8),
                      mixed(cardColor(), color, 0.35));
    const bool is_envelope = std::ranges::any_of(cells, &NeuronLook::is_envelope);
    if (hasText()) {
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
  std::optional<std::size_t> only_;
};

}  // namespace

QColor neuronFill(const Theme& theme, const QColor& color, int level, bool is_frozen) {
  // Negative values stay lighter than positive ones of the same size.
  const double strength = std::abs(level) / static_cast<double>(kLevels);
  const double share = (0.08 + (level < 0 ? 0.28 : 0.5) * strength) * (is_frozen ? 0.6 : 1.0);
  return mixed(theme.panel, color, share);
}

std::vector<NeuronLook> stripLook(const std::vector<NeuronLook>& neurons) {
  const std::size_t n = neurons.size();
  const std::size_t cells = stripCells(std::ssize(neurons));
  std::vector<NeuronLook> result;
  result.reserve(cells);
  for (std::size_t k = 0; k < cells; ++k) {
    const auto part =
        std::span(neurons).subspan(k * n / cells, (k + 1) * n / cells - k * n / cells);
    result.push_back(*std::ranges::max_element(
        part, {}, [](const NeuronLook& one) { return std::abs(int{one.level}); }));
  }
  return result;
}

void paintNode(QPainter& painter, const NodeGeometry& geometry, const NodeLook& look,
               const Theme& theme, double zoom, std::optional<std::size_t> only) {
  NodePainter(painter, geometry, look, theme, zoom, only).paint();
}

}  // namespace vle::ui
