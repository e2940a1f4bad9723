// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/variant_words.h"

#include <algorithm>
#include <cmath>

#include <QObject>
#include <QStringList>

#include "io/parameter_codec.h"
#include "model/paths.h"
#include "model/variant_edits.h"
#include "session/divergence_words.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

/// "W1 learning rate: 0.004 1/ms"
QString settingText(const Project& project, const std::string& path, const ParameterValue& value) {
  const ParameterInfo& info = parameterAt(project, path);
  const std::string text = toText(writeParameter(info, value));
  return pathText(project, path) + QStringLiteral(": ") +
         QString::fromStdString(text).trimmed().remove(QLatin1Char('"')) +
         (info.unit.empty() ? QString() : QLatin1Char(' ') + asText(info.unit));
}

}  // namespace

QStringList otherwiseIn(const Project& other, const Project& project) {
  const auto ids = [](const auto& parts) {
    std::vector<std::uint32_t> result;
    result.reserve(parts.size());
    for (const auto& [id, part] : parts) result.push_back(number(id));
    return result;
  };
  if (ids(other.network.nodes) != ids(project.network.nodes) ||
      ids(other.network.projections) != ids(project.network.projections)) {
    return {QObject::tr("another network")};
  }
  QStringList parts;
  for (const std::string& path : overridablePaths(other)) {
    if (path.starts_with("*.") || path == "settings.seed") continue;  // a run's title has the seed
    try {
      const ParameterValue then = valueAt(other, path);
      if (!(then == valueAt(project, path))) parts << settingText(other, path, then);
    } catch (const Error&) {
      return {QObject::tr("another network")};  // of other names or kinds
    }
  }
  const auto same = [](const Variant& a, const Variant& b) {
    return a.set == b.set && a.without == b.without;
  };
  if (!std::ranges::is_permutation(other.variants, project.variants, same)) {
    parts << QObject::tr("other variants");
  }
  return parts;
}

QString differenceText(const Project& project, const Variant& variant) {
  QStringList parts;
  for (const auto& [path, value] : variant.set) {
    try {
      parts << settingText(project, path, value);
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

namespace {

bool hasTarget(const VariantStatus& status) {
  return status.network == nullptr || !status.network->targets.empty();
}

bool hasDistance(const VariantStatus& status) {
  return status.distance && std::isfinite(*status.distance) && hasTarget(status);
}

}  // namespace

QString distanceText(const VariantStatus& status) {
  if (!hasDistance(status)) return {};
  return QObject::tr("weights differ from the teacher's by %1 %")
      .arg(numberText(100 * *status.distance));
}

QString shortDistanceText(const VariantStatus& status) {
  if (!hasDistance(status)) return {};
  return QObject::tr("%1 % off teacher").arg(numberText(100 * *status.distance));
}

QString lossText(const VariantStatus& status) {
  if (!status.refusal.empty()) return QObject::tr("does not run");
  if (status.divergence) return QObject::tr("diverged");
  if (!hasTarget(status)) return QObject::tr("no target");
  return status.has_run ? numberText(status.loss) : QStringLiteral("–");
}

QString troubleText(const Project& project, const VariantStatus& status) {
  if (!status.divergence) return QString::fromStdString(status.refusal);
  const double t = static_cast<double>(status.divergence->step) * project.settings.dt;
  if (status.was_other) {
    return QObject::tr("diverged at %1 ms, before the last changes: reset to run it as it is now")
        .arg(t, 0, 'f', 1);
  }
  if (status.diagnosis) {
    return QString::fromStdString(status.diagnosis->report.sentence(divergenceWords()));
  }
  const Divergence& divergence = *status.divergence;
  const NodeSpec* layer = project.network.find(divergence.layer);
  return QObject::tr("%1 of %2 ran away at %3 ms; looking for the reason…")
      .arg(QString::fromLatin1(nameOf(divergence.variable)),
           layer != nullptr ? QString::fromStdString(layer->name) : QStringLiteral("?"))
      .arg(t, 0, 'f', 1);
}

}  // namespace vle::ui
