// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the microscope shows, said in a sentence: whether a local error is what theory expects, and
// if not, why. Pure functions.
#pragma once

#include <optional>

#include <QString>

#include "run/gradient_worker.h"

namespace vle::ui {

/// "1.98", "1.2 … 3.9", "–"
[[nodiscard]] QString expectedText(const GainAtFrequency& gain);

/// Why the errors of one variant at one neuron are as they are.
/// @param network  the view is of; nullptr if it has gone
/// @param neuron   of the view; nullptr if it has none
/// @param gain     at the shown frequency; nullptr if there is none
/// @param place    "hidden[0]"
[[nodiscard]] QString explanationOf(const Network* network, const GradientView& view,
                                    const NeuronView* neuron, const GainAtFrequency* gain,
                                    const QString& place);

}  // namespace vle::ui
