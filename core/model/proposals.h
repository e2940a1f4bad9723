// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be compared with a variant by one choice: other feedback, another rule, rate or
// activation, in words, each group with what holds now. Pure functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "model/variant_edits.h"

namespace vle {

/// One choice of "compare".
struct Proposal {
  std::string id;    ///< within all proposals: "drive", "bptt.50", "learn.2"
  std::string text;  ///< "B learned from the drive"; also the title of the variant
  Overrides set;
};

/// Choices of one kind.
struct ProposalGroup {
  std::string title;     ///< "Feedback (now B = Wᵀ)"
  bool is_main = false;  ///< often wanted: shown without another click
  std::vector<Proposal> proposals;
};

/// All choices that change something in a variant. Feedback is that of every projection that
/// carries errors down to neurons; kinds that learn get a rate where there is none.
[[nodiscard]] std::vector<ProposalGroup> proposalsFor(const Project& project, const Variant& base);

}  // namespace vle
