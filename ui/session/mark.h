// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person did to a run, and when: drawn on the time axis of the plots. A value.
#pragma once

#include <QString>

namespace vle::ui {

struct Mark {
  double t = 0;  ///< ms of simulated time; it took effect before the step at this time
  QString text;  ///< one sentence: "Set τ_m of hidden to 12 ms", "Undo: …", "Silence hidden[0]"
};

}  // namespace vle::ui
