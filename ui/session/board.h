// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the plots of a project show: the board it brings, or one chosen for it, and for every probe
// the companions that belong beside it (the target's output, a weight's teacher, B's expected
// value). Pure functions, GUI thread.
#pragma once

#include <string>
#include <vector>

#include "model/project.h"
#include "run/messages.h"

namespace vle::ui {

/// Decides colour and pen of a trace.
enum class TraceRole {
  Input,     ///< input colour, solid
  Signal,    ///< signal colour, solid
  Error,     ///< error colour, solid
  Target,    ///< grey, dashed; the same in all variants
  Weight,    ///< signal colour, solid
  Teacher,   ///< grey, pale and thick; the same in all variants
  Feedback,  ///< feedback colour, solid
  Expected,  ///< like the feedback it belongs to, dashed
  Loss       ///< text colour, solid
};

/// True for what all variants share, so that it is drawn once.
[[nodiscard]] bool isShared(TraceRole role);

struct PlottedProbe {
  std::string probe;
  TraceRole role = TraceRole::Signal;
  bool is_slow = false;  ///< shown over the whole run instead of the recent window
  bool operator==(const PlottedProbe&) const = default;
};

/// The plots of a project: its board, or outputs with targets, errors, inputs, loss, W and B.
[[nodiscard]] std::vector<Plot> boardOf(const Project& project);

/// What one plot draws, companions included, in drawing order. Probes that do not exist are left
/// out.
[[nodiscard]] std::vector<PlottedProbe> plottedProbes(const Project& project, const Plot& plot);

/// Every probe of the board once: what has to be recorded.
[[nodiscard]] std::vector<std::string> observedProbes(const Project& project);

/// What the simulation is asked to record for the board.
/// @param shown  index of the variant on the canvas
[[nodiscard]] Observe observationOf(const Project& project, std::size_t shown);

/// Length of the window the fast plots follow, ms: about five periods of a periodic input, else
/// thirty of the largest membrane time constants; a round number.
[[nodiscard]] double recentWindow(const Project& project);

/// Common period of all inputs, ms; 0 if they have none. Fast runs are shown in step with it.
[[nodiscard]] double inputPeriod(const Project& project);

/// The smallest time constant of any neuron at its initial value, ms; 0 without layers.
[[nodiscard]] double smallestTimeConstant(const Project& project);

}  // namespace vle::ui
