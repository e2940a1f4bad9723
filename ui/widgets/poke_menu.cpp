// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/poke_menu.h"

#include <array>

#include <QCoreApplication>
#include <QInputDialog>
#include <QPointer>

#include "session/poke_words.h"

namespace vle::ui {

namespace {

constexpr double kLargest = 1e6;
constexpr std::array kUsual = {-1.0, -0.5, 0.0, 0.5, 1.0};

QString tr(const char* text) { return QCoreApplication::translate("Pokes", text); }

/// The window a menu is opened from; the menu itself is gone by the time it is asked for.
QWidget* windowOf(const QMenu& menu) {
  QWidget* parent = menu.parentWidget();
  while (qobject_cast<QMenu*>(parent) != nullptr) parent = parent->parentWidget();
  return parent == nullptr ? nullptr : parent->window();
}

/// @param id  objectName of the entry with the values
void addValues(QMenu& menu, const QString& id, const QString& title, Lab& lab, NodeId layer,
               std::size_t neuron, PokeKind kind) {
  QMenu* values = menu.addMenu(title);
  values->menuAction()->setObjectName(id);
  const Poke* now = lab.control().pokeOf(layer, neuron);
  const bool is_on = now != nullptr && now->kind == kind;
  values->menuAction()->setCheckable(is_on);
  values->menuAction()->setChecked(is_on);
  for (const double value : kUsual) {
    if (kind == PokeKind::Inject && value == 0) continue;
    QAction* action = values->addAction(QString::number(value));
    action->setCheckable(true);
    action->setChecked(is_on && now->value == value);
    QObject::connect(action, &QAction::triggered, &lab,
                     [=, &lab] { lab.control().poke(layer, neuron, kind, value); });
  }
  const double before = is_on ? now->value : 0.5;
  const QPointer<QWidget> window = windowOf(menu);
  QAction* another = values->addAction(tr("Another value…"));
  another->setObjectName(id + QStringLiteral(".another"));
  QObject::connect(another, &QAction::triggered, &lab, [=, &lab] {
    bool is_given = false;
    const QString name = neuronName(lab.document().project(), layer, neuron);
    const double value = QInputDialog::getDouble(window, name, title, before, -kLargest, kLargest,
                                                 4, &is_given, {}, 0.1);
    if (is_given) lab.control().poke(layer, neuron, kind, value);
  });
}

}  // namespace

void fillPokeMenu(QMenu& menu, Lab& lab, NodeId layer, std::size_t neuron) {
  const Poke* now = lab.control().pokeOf(layer, neuron);
  addValues(menu, QStringLiteral("poke.inject"), tr("Inject a current"), lab, layer, neuron,
            PokeKind::Inject);
  addValues(menu, QStringLiteral("poke.rate"), tr("Hold the rate r"), lab, layer, neuron,
            PokeKind::HoldRate);
  addValues(menu, QStringLiteral("poke.potential"), tr("Hold the potential u"), lab, layer, neuron,
            PokeKind::HoldPotential);
  QAction* silence = menu.addAction(tr("Silence (lesion)"));
  silence->setObjectName(QStringLiteral("poke.silence"));
  silence->setCheckable(true);
  silence->setChecked(now != nullptr && now->kind == PokeKind::Silence);
  QObject::connect(silence, &QAction::triggered, &lab, [=, &lab](bool on) {
    if (on)
      lab.control().poke(layer, neuron, PokeKind::Silence);
    else
      lab.control().unpoke(layer, neuron);
  });
  QAction* release = menu.addAction(tr("Release"));
  release->setObjectName(QStringLiteral("poke.release"));
  release->setEnabled(now != nullptr);
  QObject::connect(release, &QAction::triggered, &lab,
                   [=, &lab] { lab.control().unpoke(layer, neuron); });
}

void fillPokedMenu(QMenu& menu, Lab& lab) {
  for (const Poke& poke : lab.control().pokes()) {
    QAction* action =
        menu.addAction(tr("Release: %1").arg(pokeText(lab.document().project(), poke)));
    QObject::connect(action, &QAction::triggered, &lab,
                     [&lab, poke] { lab.control().unpoke(poke.layer, poke.neuron); });
  }
  if (lab.control().pokes().size() < 2) return;
  menu.addSeparator();
  QObject::connect(menu.addAction(tr("Release all neurons")), &QAction::triggered, &lab.control(),
                   &RunControl::unpokeAll);
}

}  // namespace vle::ui
