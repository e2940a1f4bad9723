// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the divergence doctor found, in the words of the window. Pure functions, GUI thread.
#pragma once

#include <QString>

#include "sim/divergence_report.h"

namespace vle::ui {

/// Numbers as everywhere in the window; no paths.
[[nodiscard]] DivergenceWords divergenceWords();

/// "Tried in vain: …": what was changed and did not help, or not tried; may be empty.
[[nodiscard]] QString vainText(const DivergenceReport& report);

/// "Learning rate of W of 'W2' × 0.1"
[[nodiscard]] QString changeText(const DivergenceReport::Trial& trial);

}  // namespace vle::ui
