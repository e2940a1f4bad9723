// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/variant_words.h"

#include <cmath>

#include <QObject>
#include <QStringList>

#include "io/json_codec.h"
#include "model/paths.h"
#include "number_text.h"

namespace vle::ui {

QString differenceText(const Project& project, const Variant& variant) {
  QStringList parts;
  for (const auto& [path, value] : variant.set) {
    try {
      const ParameterInfo& info = parameterAt(project, path);
      const std::string text = toText(writeParameter(info, value));
      parts << pathText(project, path) + QStringLiteral(": ") +
                   QString::fromStdString(text).trimmed().remove(QLatin1Char('"')) +
                   (info.unit.empty() ? QString() : QLatin1Char(' ') + asText(info.unit));
    } catch (const Error&) {
      parts << QString::fromStdString(path) + QStringLiteral(" = ?");
    }
  }
  for (const std::uint32_t id : variant.without) {
    const NodeSpec* node = project.network.find(NodeId{id});
    const ProjectionSpec* projection = project.network.find(ProjectionId{id});
    const std::string name = node != nullptr         ? node->name
                             : projection != nullptr ? projection->name
                                                     : "?";
    parts << QObject::tr("without %1").arg(QString::fromStdString(name));
  }
  return parts.isEmpty() ? QObject::tr("as drawn") : parts.join(QStringLiteral(", "));
}

QString distanceText(const std::optional<double>& distance) {
  if (!distance || !std::isfinite(*distance)) return {};
  return QObject::tr("%1 % from the teacher").arg(numberText(100 * *distance));
}

QString divergenceText(const Project& project, const VariantStatus& status) {
  if (!status.divergence) return {};
  if (status.diagnosis) {
    const DivergenceReport& report = status.diagnosis->report;
    DivergenceReport::Words words;
    words.number = [](double value) { return shortText(value).toStdString(); };
    if (report.cure) words.cure = pathText(project, report.cure->path).toStdString();
    return QString::fromStdString(report.sentence(words));
  }
  const Divergence& divergence = *status.divergence;
  const double t = static_cast<double>(divergence.step) * project.settings.dt;
  const NodeSpec* layer = project.network.find(divergence.layer);
  return QObject::tr("%1 of %2 ran away at %3 ms; looking for the reason…")
      .arg(QString::fromLatin1(nameOf(divergence.variable)),
           layer != nullptr ? QString::fromStdString(layer->name) : QStringLiteral("?"))
      .arg(t, 0, 'f', 1);
}

}  // namespace vle::ui
