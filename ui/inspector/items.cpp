// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/items.h"

#include <QFileInfo>

#include "io/parameter_codec.h"

namespace vle::ui {

QString projectFolder(const Document& document) {
  const QFileInfo file(document.origin());
  return file.isAbsolute() ? file.absolutePath() : QString();
}

std::vector<Item> itemsOf(const Project& project, const Selection& selection) {
  if (selection.empty()) return {Item{}};
  std::vector<Item> items;
  for (const NodeId id : selection.nodes) {
    if (project.network.find(id) != nullptr) items.push_back({Item::Kind::Node, number(id)});
  }
  for (const ProjectionId id : selection.projections) {
    if (project.network.find(id) != nullptr) items.push_back({Item::Kind::Projection, number(id)});
  }
  return items;
}

QStringList overrideLines(const Project& project, Item item, const ParameterInfo& row) {
  QStringList lines;
  for (const Variant& variant : project.variants) {
    const auto set = overridesOf(project, variant, item, row);
    if (set.empty()) continue;
    QString text = QString::fromStdString(toText(writeParameter(row, *set.back()))).trimmed();
    text.remove(QLatin1Char('"'));
    constexpr qsizetype kLongest = 80;
    if (text.size() > kLongest) text = text.left(kLongest) + QStringLiteral("…");
    lines << QString::fromStdString(variant.label()) + QStringLiteral(": ") + text;
  }
  return lines;
}

SignalSpec fitted(SignalSpec signal, std::int64_t channels) {
  const auto count = static_cast<std::size_t>(channels);
  if (auto* sines = std::get_if<SinesSignal>(&signal)) {
    const std::vector<Sine> last =
        sines->channels.empty() ? std::vector<Sine>{Sine{}} : sines->channels.back();
    sines->channels.resize(count, last);
  }
  if (auto* samples = std::get_if<SamplesSignal>(&signal)) {
    const List last = samples->channels.empty() ? List{0.0} : samples->channels.back();
    samples->channels.resize(count, last);
  }
  return signal;
}

}  // namespace vle::ui
