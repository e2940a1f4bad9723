// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/canvas_text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QFontInfo>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QHash>
#include <QPainter>
#include <QPainterPath>

#include "drawing/theme.h"
#include "model/values.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr QChar kMinus(0x2212);
constexpr QChar kEnvelope(0x223F);
// Between these a number is written out, beyond them as a power of ten.
constexpr double kSmallestFixed = 0.00995;
constexpr double kLargest = 9999.5;
constexpr double kLargestWithDigit = 9.5e9;

/// Fonts and widths of letters, made anew when the application's font changes. Interface zoom does
/// not concern them: the view scales them together with the cards.
struct Fonts {
  struct Entry {
    QFont font;
    double digit = 0;
    double ascent = 0;
    mutable QHash<QString, double> advances;  // of what is no digit, as it turns up
  };
  QString family;
  std::array<Entry, 6> entries;

  static const Fonts& current() {
    static Fonts fonts;
    const QString family = QGuiApplication::font().family();
    if (fonts.family != family) fonts.make(family);
    return fonts;
  }
  void make(const QString& name) {
    struct Style {
      int pixels;
      QFont::Weight weight;
    };
    constexpr std::array<Style, 6> kStyles{{{13, QFont::DemiBold},
                                            {11, QFont::Normal},
                                            {11, QFont::Medium},
                                            {10, QFont::Medium},
                                            {9, QFont::Medium},
                                            {12, QFont::DemiBold}}};
    family = name;
    for (std::size_t k = 0; k < entries.size(); ++k) {
      Entry& entry = entries[k];
      entry.font = QGuiApplication::font();
      entry.font.setPixelSize(kStyles[k].pixels);
      entry.font.setWeight(kStyles[k].weight);
      entry.font.setHintingPreference(QFont::PreferNoHinting);
      const QFontMetricsF metrics(entry.font);
      entry.digit = metrics.horizontalAdvance('0');
      entry.ascent = metrics.capHeight();
      entry.advances.clear();
    }
  }
};

const Fonts::Entry& entryOf(TextRole role) {
  return Fonts::current().entries[static_cast<std::size_t>(role)];
}

bool isDigit(QChar c) { return c >= '0' && c <= '9'; }

double advance(const QString& text, qsizetype k, const Fonts::Entry& entry) {
  const QChar c = text[k];
  // Signs as wide as digits: a change of sign moves nothing.
  if (isDigit(c) || c == '+' || c == kMinus || c == kEnvelope) return entry.digit;
  if (c.isLowSurrogate()) return 0;
  const QString letter = text.mid(k, c.isHighSurrogate() ? 2 : 1);
  const auto known = entry.advances.constFind(letter);
  if (known != entry.advances.cend()) return *known;
  return *entry.advances.insert(letter, QFontMetricsF(entry.font).horizontalAdvance(letter));
}

/// "∿" by hand: many fonts lack it.
void drawEnvelopeSign(QPainter& painter, QPointF baseline, const Fonts::Entry& entry) {
  const double w = entry.digit * 0.9;
  const double h = entry.ascent * 0.55;
  const QPointF start = baseline + QPointF(entry.digit * 0.02, -entry.ascent / 2);
  QPainterPath wave(start);
  wave.cubicTo(start + QPointF(w * 0.3, -h * 1.5), start + QPointF(w * 0.3, -h * 0.2),
               start + QPointF(w / 2, 0));
  wave.cubicTo(start + QPointF(w * 0.7, h * 0.2), start + QPointF(w * 0.7, h * 1.5),
               start + QPointF(w, 0));
  painter.save();
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(painter.pen().color(), entry.digit * 0.17));
  painter.drawPath(wave);
  painter.restore();
}

/// Whole numbers below 10⁵ in full.
QString shortNumber(double value) {
  const bool is_whole = std::abs(value) >= 1000 && std::abs(value) < 1e5;
  return trimmedText(value, is_whole ? 5 : 3);
}

QString joined(double low, double high, const QString& between) {
  const QString first = shortNumber(low);
  const QString last = shortNumber(high);
  return first == last ? first : first + between + last;
}

}  // namespace

double interfaceZoom() {
  return static_cast<double>(QFontInfo(QGuiApplication::font()).pixelSize()) / kFontPixels;
}

const QFont& canvasFont(TextRole role) { return entryOf(role).font; }

QString compactNumber(double value, bool plus) {
  if (std::isnan(value)) return QStringLiteral("nan");
  const QString sign = value < 0           ? QString(kMinus)
                       : plus && value > 0 ? QStringLiteral("+")
                                           : QString();
  const double magnitude = std::abs(value);
  if (std::isinf(magnitude)) return sign + QChar(0x221E);
  if (magnitude == 0) return QStringLiteral("0.00");
  if (magnitude < kSmallestFixed || magnitude >= kLargestWithDigit) {
    return sign + powerOfTenText(static_cast<int>(std::lround(std::log10(magnitude))));
  }
  if (magnitude >= kLargest) return sign + numberText(magnitude, 1);
  const int decimals = magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0;
  return sign + fixedText(magnitude, decimals);
}

QString shownText(Shown shown) {
  const double value = static_cast<double>(shown.value);
  return shown.is_envelope ? kEnvelope + compactNumber(value) : compactNumber(value, true);
}

QString rangeText(const NetworkSpec& spec, std::int64_t seed, NodeId id, std::string_view key,
                  const Value& value) {
  if (const auto* plain = std::get_if<double>(&value.form)) return shortNumber(*plain);
  if (const auto* draw = std::get_if<Draw>(&value.form)) {
    if (draw->kind != Draw::Kind::Normal) return joined(draw->a, draw->b, QStringLiteral("…"));
    return shortNumber(draw->a) + QStringLiteral("±") + shortNumber(draw->b);
  }
  if (valueProblem(spec, number(id), key)) return QStringLiteral("?");
  const std::vector<double> all = evaluate(spec, seed, number(id), key);
  if (all.empty()) return QStringLiteral("?");
  const auto [low, high] = std::ranges::minmax_element(all);
  return joined(*low, *high, QStringLiteral("–"));
}

QString symbolText(const std::string& name) {
  QString text = QString::fromStdString(name);
  if (text.size() < 2 || !text[0].isLetter()) return text;
  if (!std::all_of(text.cbegin() + 1, text.cend(), isDigit)) return text;
  for (qsizetype k = 1; k < text.size(); ++k) {
    text[k] = QChar(0x2080 + text[k].digitValue());
  }
  return text;
}

double tabularWidth(const QString& text, TextRole role) {
  const Fonts::Entry& entry = entryOf(role);
  double width = 0;
  for (qsizetype k = 0; k < text.size(); ++k) width += advance(text, k, entry);
  return width;
}

void drawTabular(QPainter& painter, const QRectF& rectangle, Qt::Alignment alignment,
                 const QString& text, TextRole role) {
  const Fonts::Entry& entry = entryOf(role);
  painter.setFont(entry.font);
  QPointF at(rectangle.left(), rectangle.center().y() + entry.ascent / 2);
  if (alignment.testFlag(Qt::AlignHCenter)) {
    at.rx() += (rectangle.width() - tabularWidth(text, role)) / 2;
  }
  for (qsizetype k = 0; k < text.size(); ++k) {
    const double width = advance(text, k, entry);
    if (text[k] == kEnvelope) {
      drawEnvelopeSign(painter, at, entry);
    } else if (!text[k].isLowSurrogate()) {
      painter.drawText(at, text.mid(k, text[k].isHighSurrogate() ? 2 : 1));
    }
    at.rx() += width;
  }
}

}  // namespace vle::ui
