// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QLocale>
#include <QObject>

#include "base/error.h"
#include "model/paths.h"

namespace vle::ui {

namespace {

/// "-1.5e-07", as Qt writes it, for people.
QString readable(QString text) {
  if (const auto e = text.indexOf(QLatin1Char('e')); e >= 0) {
    text = text.left(e) + QStringLiteral("·") + powerOfTenText(text.mid(e + 1).toInt());
  }
  return text.replace(QLatin1Char('-'), QStringLiteral("−"));
}

}  // namespace

QString powerOfTenText(int exponent) {
  const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
  QString text = exponent < 0 ? QStringLiteral("10⁻") : QStringLiteral("10");
  for (const QChar c : QString::number(std::abs(exponent))) text += digits[c.digitValue()];
  return text;
}

QString asText(std::string_view utf8) {
  return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString inSentence(const QString& label) {
  const bool is_word = label.size() > 1 && label[1].isLower();
  return is_word ? label.left(1).toLower() + label.mid(1) : label;
}

QString numberText(double value, int digits) {
  if (!std::isfinite(value)) return QStringLiteral("–");
  if (value == 0) return QStringLiteral("0");
  const double size = std::abs(value);
  if (size >= 0.01 && size < 10000) {
    // As many digits always, zeros too: a number that changes length jumps.
    const int before_point = static_cast<int>(std::floor(std::log10(size))) + 1;
    return fixedText(value, std::max(0, digits - before_point));
  }
  return readable(QString::number(value, 'e', digits - 1));
}

QString fixedText(double value, int decimals) {
  const QString text = QString::number(value, 'f', decimals);
  const bool is_zero = text.startsWith(QLatin1Char('-')) && text.toDouble() == 0;
  return readable(is_zero ? text.mid(1) : text);
}

QString trimmedText(double value, int digits) {
  return readable(QString::number(value, 'g', digits));
}

QString shortText(double value) {
  constexpr int kMost = 4;
  int digits = 1;
  while (digits < kMost && std::abs(QString::number(value, 'e', digits - 1).toDouble() - value) >
                               1e-9 * std::abs(value)) {
    ++digits;
  }
  return numberText(value, digits);
}

std::optional<double> readNumber(const QString& text, const QString& unit) {
  struct Relative {
    QString name, of;
    double factor;
  };
  static const std::array kRelatives = {
      Relative{QStringLiteral("ms"), QStringLiteral("ms"), 1},
      Relative{QStringLiteral("µs"), QStringLiteral("ms"), 1e-3},  // micro sign
      Relative{QStringLiteral("μs"), QStringLiteral("ms"), 1e-3},  // Greek letter
      Relative{QStringLiteral("us"), QStringLiteral("ms"), 1e-3},
      Relative{QStringLiteral("s"), QStringLiteral("ms"), 1e3},
      Relative{QStringLiteral("min"), QStringLiteral("ms"), 6e4},
      Relative{QStringLiteral("kHz"), QStringLiteral("Hz"), 1e3},
      Relative{QStringLiteral("Hz"), QStringLiteral("Hz"), 1},
  };
  QString plain = text.trimmed();
  plain.replace(QChar(0x2212), QLatin1Char('-')).replace(QLatin1Char(','), QLatin1Char('.'));
  double factor = 1;
  const auto relative = std::ranges::find_if(
      kRelatives, [&](const Relative& one) { return one.of == unit && plain.endsWith(one.name); });
  if (relative != kRelatives.end()) {
    factor = relative->factor;
    plain.chop(relative->name.size());
  } else if (!unit.isEmpty() && plain.endsWith(unit)) {
    plain.chop(unit.size());
  }
  bool is_number = false;
  const double number = QLocale::c().toDouble(plain.trimmed(), &is_number);
  if (!is_number && !std::isinf(number)) return std::nullopt;
  // Divided where that is exact: 300 µs are 0.3 ms.
  return factor < 1 ? number / std::round(1 / factor) : number * factor;
}

QString pathText(const Project& project, const std::string& path) {
  const QString owner = QString::fromStdString(path.substr(0, path.find('.')));
  QString label;
  try {
    label = inSentence(asText(parameterAt(project, path).label));
  } catch (const Error&) {  // W or B as a whole, or something that has gone
    return QString::fromStdString(path);
  }
  if (owner == QLatin1String("settings")) return label;
  return (owner == QLatin1String("*") ? QObject::tr("all") : owner) + QLatin1Char(' ') + label;
}

QString timeText(double t) { return clockText(t, 1); }

QString clockText(double t, double dt) {
  const double digits = dt > 0 ? std::ceil(-std::log10(dt / 1000) - 1e-9) : 3;
  return fixedText(t / 1000, static_cast<int>(std::clamp(digits, 3.0, 5.0))) + QStringLiteral(" s");
}

}  // namespace vle::ui
