// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/divergence_words.h"

#include <QObject>
#include <QStringList>

#include "base/text.h"
#include "session/number_text.h"

namespace vle::ui {

DivergenceWords divergenceWords() {
  return {.number = [](double value) { return shortText(value).toStdString(); },
          .has_paths = false};
}

QString vainText(const DivergenceReport& report) {
  QStringList sentences;
  const auto add = [&](const QString& title, const std::vector<std::string>& texts) {
    if (!texts.empty()) sentences << title.arg(QString::fromStdString(join(texts)));
  };
  add(QObject::tr("Tried in vain: %1."), report.vainTexts(divergenceWords()));
  add(QObject::tr("Not tried, since it takes too long: %1."), report.untriedTexts());
  return sentences.join(QLatin1Char(' '));
}

QString changeText(const DivergenceReport::Trial& trial) {
  QString text = QString::fromStdString(DivergenceReport::textOf(trial, divergenceWords()));
  if (text.startsWith(QLatin1String("the "))) text.remove(0, 4);
  if (!text.isEmpty() && trial.words.starts_with("the ")) text[0] = text[0].toUpper();
  return text;
}

}  // namespace vle::ui
