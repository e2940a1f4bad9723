// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Probes by name, "hidden.e[0]": the numbers they stand for and how each is read from a state. Pure
// functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/network.h"
#include "sim/probe_table.h"
#include "sim/state.h"

namespace vle {

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
