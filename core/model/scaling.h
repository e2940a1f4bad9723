// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Values times a factor, whatever their form, and projects with one parameter scaled where it is
// said. Pure functions, any thread.
#pragma once

#include <string>

#include "model/project.h"

namespace vle {

/// Every number that may come of the value, times a factor.
[[nodiscard]] Value scaled(const Value& value, double factor);

/// Its values times a factor, if they are written in the project; a file, a live signal and a delay
/// stay as they are.
[[nodiscard]] SignalSpec scaled(const SignalSpec& signal, double factor);

/// The project in which a variant has a parameter times a factor: in the variant, if it says
/// something of its own there, else in the project, for all. What is no number stays.
/// Trained weights are scaled with the value they stand for.
/// @param path  "W1.learn", "settings.dt", "x.signal"; "*.learn" of every projection; "*.tau_r" of
///              every layer but those where it is not below tau_m
/// @throws Error as `parameterAt`
[[nodiscard]] Project withScaled(const Project& project, VariantId variant, const std::string& path,
                                 double factor);

}  // namespace vle
