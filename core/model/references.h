// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What in a project speaks of its nodes and projections, by id or by name, and how it follows when
// these are erased, renamed or copied. Erasing, renaming and pasting are made of this. Any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/project.h"
#include "model/selection.h"

namespace vle {

/// The nodes and projections of a network.
[[nodiscard]] Selection everything(const NetworkSpec& spec);

/// Calls for every value that may be given per neuron or synapse, and so may refer to another.
/// @param visit  id and key of its owner (values.h), and the value
void eachValue(
    NetworkSpec& spec,
    const std::function<void(std::uint32_t id, std::string_view key, Value& value)>& visit);

/// Calls for every reference in a value, those inside references included.
void eachReference(Value& value, const std::function<void(Reference&)>& visit);

/// The delays that a signal is made of, one behind the other, where the input that is delayed is a
/// delay itself. The last leads to what is no input, to a signal that is no delay, or back.
[[nodiscard]] std::vector<DelaySignal> delaysOf(const NetworkSpec& spec, const SignalSpec& signal);

/// Ends every reference from a network to what it does not hold: projections without an end go,
/// twins are forgotten, targets belong to no layer or hold 0, delays of it hold 0, and values
/// become the numbers they had.
/// @param before  where the numbers are taken from; a value that has none there becomes its default
/// @param seed    of draws
void endLooseReferences(NetworkSpec& spec, const NetworkSpec& before, std::int64_t seed);

/// Forgets the twins that a network does not hold.
void endLostTeachers(NetworkSpec& spec);

/// Erases nodes and projections and all that speaks of them (building.h, `remove`).
void erase(Project& project, const Selection& gone);

/// Writes a new name wherever paths, probes, tests, lessons and trained weights say the old one.
/// What another node or projection of the old name is meant by stays.
/// @pre  the node or projection itself has its new name already
void followName(Project& project, const std::string& old, const std::string& name);

}  // namespace vle
