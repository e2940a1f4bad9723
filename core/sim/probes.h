// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The probe table: everything that can be watched, declared once. A row drives the plot menu, axis
// labels, CSV headers, node colours and lesson checks; adding a plotted variable is adding a row.
// Constant data and pure functions, any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// What a probe belongs to, which decides its shape.
enum class ProbeOwner {
  Neuron,      ///< layer.variable[i]
  Input,       ///< input.r[i]
  Target,      ///< target.target[i]
  Lower,       ///< projection.r_tilde[j], of the lower neurons of a projection
  Upper,       ///< projection.s_tilde[i], of the upper ones
  Synapse,     ///< projection.W[i;j]
  Projection,  ///< projection.W_distance
  Network      ///< loss
};

/// What must be there for a probe to exist.
enum class ProbeNeed {
  Nothing,
  Window,         ///< the future of every step: only a recorded window has it
  Feedback,       ///< an error neuron below
  FeedbackValue,  ///< the same, and a frequency that |H|²Wᵀ is taken at
  PowerFilters,   ///< feedback that compares powers: learned or drive
  DriveFilters,   ///< feedback of kind drive
  Teacher         ///< a projection that is the twin
};

struct Channel;

struct ProbeInfo {
  ProbeOwner owner = ProbeOwner::Neuron;
  std::string_view key = {};     ///< in probe names
  std::string_view symbol = {};  ///< UTF-8
  std::string_view label = {};
  std::string_view unit = {};
  bool is_slow = false;  ///< changes by learning, not with the signal: shown over the whole run
  /// First element of the array it is read from; nullptr for what is computed, or needs a window.
  const double* (*base)(const State&) = nullptr;
  /// Computes what no array of the state holds.
  double (*derive)(const Network&, const State&, const Channel&) = nullptr;
  ProbeNeed need = ProbeNeed::Nothing;
};

[[nodiscard]] std::span<const ProbeInfo> probeTable();

/// Is a probe of synapses indexed [upper;lower], as W is? B and what belongs to it is
/// [lower;upper].
[[nodiscard]] inline bool isIndexedAsW(const ProbeInfo& info) { return info.key.starts_with('W'); }

/// One number that can be read from a state: row of the table, and where.
struct Channel {
  std::string name;  ///< "hidden.e[0]", "W2.W[0;1]", "loss": exactly the header cell of a CSV file
  const ProbeInfo* info = nullptr;
  std::size_t offset = 0;      ///< in the arrays of the state
  std::size_t projection = 0;  ///< index in Network::projections, of synapses and projections

  /// Where it stands in the state; nullptr for what is computed.
  [[nodiscard]] const double* in(const State& state) const {
    return info->base != nullptr ? info->base(state) + offset : nullptr;
  }
  /// The value now.
  /// @param network  the one the channel was made for
  [[nodiscard]] double read(const Network& network, const State& state) const {
    return info->base != nullptr ? *in(state) : info->derive(network, state, *this);
  }
};

/// The channels a probe stands for; without an index all of them, matrices row by row.
/// @param probe  format.md, "Probes"
/// @throws Error(InvalidSpec) naming what does not exist and the nearest name
[[nodiscard]] std::vector<Channel> channelsOf(const Network& network, std::string_view probe);

/// A probe without index that exists, and the size of what it reads.
struct ProbeChoice {
  std::string probe;
  const ProbeInfo* info = nullptr;
  std::size_t rows = 0;     ///< indices it takes; 0 for a single number
  std::size_t columns = 0;  ///< second indices; 0 unless it is a matrix
};

/// Every probe of a network, for menus.
[[nodiscard]] std::vector<ProbeChoice> probeChoices(const Network& network);

/// Probes of the single numbers of a choice that are worth a line of a list: "hidden.u[0]", …, of
/// the first 16 at most; of a matrix only its first entry, as a pattern.
[[nodiscard]] std::vector<std::string> singleProbes(const ProbeChoice& choice);

/// Splits a list of probes at commas and semicolons outside brackets.
[[nodiscard]] std::vector<std::string> splitProbes(std::string_view list);

}  // namespace vle
