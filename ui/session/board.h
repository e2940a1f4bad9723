// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the plots of a board draw and what is recorded for them: for every probe how it is drawn,
// and the companions that belong beside it (the target's output, a weight's teacher, B's expected
// value). Pure functions, GUI thread.
#pragma once

#include <string>
#include <vector>

#include "model/board.h"
#include "run/messages.h"
#include "sim/probe_table.h"

namespace vle::ui {

/// True for what all variants share, so that it is drawn once.
[[nodiscard]] bool isShared(ProbeRole role);

struct PlottedProbe {
  std::string probe;
  ProbeRole role = ProbeRole::Signal;
  bool is_slow = false;  ///< shown over the whole run instead of the recent window
  bool operator==(const PlottedProbe&) const = default;
};

/// What one plot draws, companions included, in drawing order. Probes of what does not exist are
/// left out.
[[nodiscard]] std::vector<PlottedProbe> plottedProbes(const Project& project, const Plot& plot);

/// A plot of one probe as suits it: loss logarithmic, matrices as a heat map if they have many
/// entries, the rest over time.
/// @param values  how many the probe stands for
[[nodiscard]] Plot plotOf(const NetworkSpec& network, const std::string& probe,
                          std::size_t values = 1);

/// Every probe of the board once: what has to be recorded.
[[nodiscard]] std::vector<std::string> observedProbes(const Project& project);

/// What the simulation is asked to record for the board.
/// @param shown  index of the variant on the canvas
[[nodiscard]] Observe observationOf(const Project& project, std::size_t shown);

}  // namespace vle::ui
