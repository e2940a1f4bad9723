// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/save_trained.h"

#include <utility>

#include <QElapsedTimer>
#include <QThread>

#include "sim/trained.h"

namespace vle::ui {

namespace {

constexpr int kStatePatience = 10000;  ///< ms for the simulation to hand over its state

/// The states of all variants, in order; empty if the simulation does not answer.
std::vector<State> statesNow(Runner& runner) {
  (void)runner.takeStates();  // of an earlier question
  if (!runner.send(CopyStates{})) return {};
  QElapsedTimer clock;
  clock.start();
  while (clock.elapsed() < kStatePatience) {
    if (auto states = runner.takeStates()) return std::move(*states);
    QThread::msleep(1);
  }
  return {};
}

}  // namespace

std::optional<MakeTrained> trainedNow(const Document& document, Lab& lab) {
  std::vector<State> states = statesNow(lab.runner());
  const std::size_t shown = lab.shown();
  const std::shared_ptr<const Network> network = lab.live().network();
  const bool fits = network != nullptr && shown < states.size() && shown < lab.variants().size() &&
                    states[shown].W.size() == network->weight_slots;
  if (hasErrors(lab.problems()) || !fits) return std::nullopt;
  return [&document, &lab, shown, network, state = std::move(states[shown])] {
    return trainedProject(document.project(), lab.variants()[shown].variant, *network, state);
  };
}

}  // namespace vle::ui
