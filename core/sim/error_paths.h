// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The way of errors from the targets down, and the gain theory expects of it: by way, by neuron.
// Pure functions, any thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// How errors reach the neurons of a layer from the targets above.
struct ErrorPath {
  bool reached = false;
  std::size_t hops = 0;      ///< along the shortest way; 0 for a layer with a target
  bool hops_differ = false;  ///< there are ways of other lengths: no single lag can be removed
  /// Expected |e|/|λ| per neuron: the product of 1/|H|² over every neuron on the way, output
  /// included, whose own feedback does not correct it. Several ways give a range, no way gives
  /// largest_gain 0; weights of exactly 0 are no way. NaN for a neuron on whose ways learned
  /// feedback meets a rate that stands still. Empty where theory gives no number: loops, constant
  /// feedback, feedback that does not learn though it should, `drive` of several neurons; learned
  /// feedback for inputs of several frequencies without its factors; errors without filters.
  std::vector<double> smallest_gain, largest_gain;
};

/// Does theory name the gain that B of a projection gives to errors? Not that of B that does not
/// learn though it should, nor of `drive` where other neurons have a part in the drive.
[[nodiscard]] bool hasKnownGain(const Network& network, const ProjectionPlan& plan);

/// The way of errors to every layer, in the order of Network::layers.
/// @param f      Hz
/// @param gains  factors that learned feedback settles at, alignedGains; none: |H|² where all
/// inputs
///               share one frequency, else unknown
/// @source model.md §1, §3; H as in §2
[[nodiscard]] std::vector<ErrorPath> errorPaths(const Network& network, const State& state,
                                                double f, std::span<const double> gains = {});

}  // namespace vle
