// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/theme.h"

#include <QApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPalette>

#include "base/error.h"

namespace vle::ui {

namespace {

QColor colorIn(const QJsonObject& object, const char* key) {
  const QColor color(object.value(QLatin1String(key)).toString());
  if (!color.isValid()) {
    throw Error(ErrorKind::File, std::string("the colour '") + key + "' is missing.", "theme");
  }
  return color;
}

}  // namespace

QColor Theme::variant(std::size_t index, const std::string& own) const {
  bool is_place = false;
  const auto place = QString::fromStdString(own).toUInt(&is_place);
  if (is_place && place > 0) return variants[(place - 1) % variants.size()];
  const QColor chosen(QString::fromStdString(own));
  return chosen.isValid() ? chosen : variants[index % variants.size()];
}

bool systemIsDark() {
  // Qt 6.4 has no colour scheme hint; a desktop's dark palette has light text on a dark window.
  static const QPalette system = QApplication::palette();
  return system.color(QPalette::WindowText).lightness() >
         system.color(QPalette::Window).lightness();
}

Theme loadTheme(const QString& id) {
  QFile file(QStringLiteral(":/themes/") + id + QStringLiteral(".json"));
  if (!file.open(QIODevice::ReadOnly)) {
    throw Error(ErrorKind::File, "there is no such theme (there is light, dark).",
                id.toStdString());
  }
  const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
  Theme theme{.name = object.value(QLatin1String("name")).toString(),
              .is_dark = object.value(QLatin1String("dark")).toBool(),
              .background = colorIn(object, "background"),
              .panel = colorIn(object, "panel"),
              .line = colorIn(object, "line"),
              .grid = colorIn(object, "grid"),
              .text = colorIn(object, "text"),
              .dim = colorIn(object, "dim"),
              .accent = colorIn(object, "accent"),
              .signal = colorIn(object, "signal"),
              .error = colorIn(object, "error"),
              .feedback = colorIn(object, "feedback"),
              .negative = colorIn(object, "negative"),
              .target = colorIn(object, "target"),
              .input = colorIn(object, "input"),
              .problem = colorIn(object, "problem"),
              .warning = colorIn(object, "warning"),
              .variants = {}};
  for (const QJsonValue color : object.value(QLatin1String("variants")).toArray()) {
    theme.variants.emplace_back(color.toString());
  }
  if (theme.variants.empty()) {
    throw Error(ErrorKind::File, "the colours of the variants are missing.", "theme");
  }
  return theme;
}

QColor mixed(const QColor& a, const QColor& b, double share) {
  const auto mix = [share](int x, int y) { return qRound(x + share * (y - x)); };
  return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

}  // namespace vle::ui
