// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/poke_words.h"

#include <array>

#include <QCoreApplication>

#include "base/text.h"

namespace vle::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Pokes", text); }

}  // namespace

QString neuronName(const Project& project, NodeId layer, std::size_t neuron) {
  const NodeSpec* node = project.network.find(layer);
  if (node == nullptr) return tr("a neuron that is no more");
  const QString name = QString::fromStdString(node->name);
  return node->size == 1 ? name : name + QStringLiteral("[%1]").arg(neuron);
}

QString pokeText(const Project& project, const Poke& poke) {
  const QString name = neuronName(project, poke.layer, poke.neuron);
  const QString value = QString::fromStdString(formatShort(poke.value));
  switch (poke.kind) {
    case PokeKind::Inject:
      return tr("Inject %1 into %2").arg(value, name);
    case PokeKind::HoldRate:
      return tr("Hold r of %2 at %1").arg(value, name);
    case PokeKind::HoldPotential:
      return tr("Hold u of %2 at %1").arg(value, name);
    case PokeKind::Silence:
      return tr("Silence %1").arg(name);
  }
  return {};
}

QString learnedName(const Project& project, const LearnedParameter& parameter) {
  static constexpr std::array kSymbols = {"τ_m", "τ_r", "b", "W", "B"};
  const NodeSpec* node = project.network.find(NodeId{parameter.id});
  const ProjectionSpec* projection = project.network.find(ProjectionId{parameter.id});
  const std::string name = node != nullptr         ? node->name
                           : projection != nullptr ? projection->name
                                                   : "?";
  return tr("%1 of %2")
      .arg(QString::fromUtf8(kSymbols.at(static_cast<std::size_t>(parameter.what))),
           QString::fromStdString(name));
}

}  // namespace vle::ui
