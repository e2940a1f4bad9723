// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Neurons, pokes and learned quantities in words, for marks, menus and lists. Pure functions, GUI
// thread.
#pragma once

#include <QString>

#include "model/project.h"
#include "sim/learned_parameters.h"
#include "sim/pokes.h"

namespace vle::ui {

/// "hidden[2]"; "hidden" for a layer of one neuron.
[[nodiscard]] QString neuronName(const Project& project, NodeId layer, std::size_t neuron);

/// "Inject 0.5 into hidden[2]", "Hold r of hidden[2] at 0.5", "Silence hidden[2]"
[[nodiscard]] QString pokeText(const Project& project, const Poke& poke);

/// "W of W1", "tau_m of hidden"
[[nodiscard]] QString learnedName(const Project& project, const LearnedParameter& parameter);

}  // namespace vle::ui
