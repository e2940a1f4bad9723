// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The board of a project: the plots it brings or those chosen for it, what a person does to them,
// as functions from plots to plots of which the caller pushes the result as one edit, and the
// stretch of time that suits them. Used by the plots, and by whatever measures a project's times.
// Pure functions, any thread.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "model/project.h"

namespace vle {

using Board = std::vector<Plot>;

inline constexpr std::size_t kMostPlots = 64;
inline constexpr double kLowestPlot = 0.2;  ///< heights, shares of a column
inline constexpr double kHighestPlot = 8;

/// The plots of a project: its board, or outputs with targets, errors, inputs, loss, W and B. Of a
/// large network it shows some: at most 50 probes, evenly from the first layer to the last.
[[nodiscard]] Board boardOf(const Project& project);

/// Adds a probe to a plot, unless it has it.
[[nodiscard]] Board withProbe(Board board, std::size_t plot, const std::string& probe);
[[nodiscard]] Board withoutProbe(Board board, std::size_t plot, const std::string& probe);

/// Inserts before `at`, or at the end.
[[nodiscard]] Board withPlot(Board board, std::size_t at, Plot plot);
[[nodiscard]] Board withoutPlot(Board board, std::size_t plot);

/// One plot for each probe, in place of the one for all.
[[nodiscard]] Board withPlotSplit(Board board, std::size_t plot);

/// Moves a plot so that it stands where `to` was.
[[nodiscard]] Board withPlotMoved(Board board, std::size_t plot, std::size_t to);

/// Another height; the ratio of heights is what counts.
[[nodiscard]] Board withHeight(Board board, std::size_t plot, double height);

/// Another kind; what only the old one had (a logarithmic axis, limits) goes.
[[nodiscard]] Board withKind(Board board, std::size_t plot, Plot::Kind kind);

/// Differences to a variant follow its new name.
[[nodiscard]] Board withVariantRenamed(Board board, const std::string& old,
                                       const std::string& name);

/// Length of the window the fast plots follow, ms: about five periods of a periodic input, else
/// thirty of the largest membrane time constants; a round number.
[[nodiscard]] double recentWindow(const Project& project);

/// Common period of all inputs, ms; 0 if they have none. Fast runs are shown in step with it.
[[nodiscard]] double inputPeriod(const Project& project);

/// Hz, of all inputs; empty if one is no sum of sines.
[[nodiscard]] std::set<double> inputFrequencies(const Project& project);

/// The smallest time constant of any neuron at its initial value, ms; 0 without layers.
[[nodiscard]] double smallestTimeConstant(const Project& project);

}  // namespace vle
