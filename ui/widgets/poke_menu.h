// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be done to a single neuron while the network runs, as menu entries for whoever shows
// neurons (canvas, plots, lists). GUI thread.
#pragma once

#include <QMenu>

#include "session/lab.h"

namespace vle::ui {

/// Adds: inject a current, hold the rate or the potential, silence, release; what holds now is
/// checked. The entries act on the neuron as it is when they are chosen.
/// @param lab  must outlive the menu
void fillPokeMenu(QMenu& menu, Lab& lab, NodeId layer, std::size_t neuron);

/// Adds what is poked now, each with an entry that releases it, and one for all.
void fillPokedMenu(QMenu& menu, Lab& lab);

}  // namespace vle::ui
