// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The nodes and projections of the presets "chain" and "network" (test::chain() has the first
// ones).
#pragma once

#include "model/project.h"

namespace vle::test::ids {

inline constexpr NodeId kInput{1}, kHidden{2}, kOutput{3}, kTeacher1{4}, kTeacher2{5}, kTarget{6};
inline constexpr ProjectionId kW1{11}, kW2{12}, kT2{22};

}  // namespace vle::test::ids
