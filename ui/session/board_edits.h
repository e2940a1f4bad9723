// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person does to a board, as functions from plots to plots: the caller pushes the result as
// one edit. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/project.h"

namespace vle::ui {

using Board = std::vector<Plot>;

inline constexpr std::size_t kMostPlots = 64;
inline constexpr double kLowestPlot = 0.2;  ///< heights, shares of a column
inline constexpr double kHighestPlot = 8;

/// A plot of one probe as suits it: loss logarithmic, matrices of weights as a heat map if they
/// have many entries, the rest over time.
/// @param values  how many the probe stands for
[[nodiscard]] Plot plotOf(const NetworkSpec& network, const std::string& probe,
                          std::size_t values = 1);

/// Adds a probe to a plot, unless it has it.
[[nodiscard]] Board withProbe(Board board, std::size_t plot, const std::string& probe);
[[nodiscard]] Board withoutProbe(Board board, std::size_t plot, const std::string& probe);

/// Inserts before `at`, or at the end.
[[nodiscard]] Board withPlot(Board board, std::size_t at, Plot plot);
[[nodiscard]] Board withoutPlot(Board board, std::size_t plot);

/// One plot for each probe, in place of the one for all.
[[nodiscard]] Board split(Board board, std::size_t plot);

/// Moves a plot so that it stands where `to` was.
[[nodiscard]] Board moved(Board board, std::size_t plot, std::size_t to);

/// Another height; the ratio of heights is what counts.
[[nodiscard]] Board withHeight(Board board, std::size_t plot, double height);

/// Another kind; what only the old one had (a logarithmic axis, limits) goes.
[[nodiscard]] Board withKind(Board board, std::size_t plot, Plot::Kind kind);

/// Differences to a variant follow its new name.
[[nodiscard]] Board withVariantRenamed(Board board, const std::string& old,
                                       const std::string& name);

}  // namespace vle::ui
