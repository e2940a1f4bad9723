// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Numbers and texts of the core for people: few digits, never 0.000 for something that is not zero,
// a real minus, powers of ten written out. Whatever writes a number on the screen builds on these.
// Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <QString>

#include "model/project.h"

namespace vle::ui {

inline constexpr int kReadingDigits = 3;  ///< of numbers that change while one reads them

/// A text of the core's tables, UTF-8.
[[nodiscard]] QString asText(std::string_view utf8);

/// "2.1·10⁻⁴", "0.042", "1.5", "1.2·10⁶"; "–" for what is not finite.
/// @param digits  significant digits
[[nodiscard]] QString numberText(double value, int digits = 2);

/// As few digits as tell it, at most four: "0.5", "0.25", "1.066·10⁶".
[[nodiscard]] QString shortText(double value);

/// The number a text means in a unit. A decimal comma, a typographic minus and the unit's relatives
/// are understood: "12 s" is 12000 in ms, "1,5 kHz" 1500 in Hz. Infinite if it is beyond what a
/// number holds; nothing if it is none.
[[nodiscard]] std::optional<double> readNumber(const QString& text, const QString& unit);

/// A parameter by its path, in words: "W2 learning rate", "all learning rate", "time step"; the
/// path itself where there is no such parameter.
[[nodiscard]] QString pathText(const Project& project, const std::string& path);

/// A label within a sentence: "learning rate of B", "τ_m", "W".
[[nodiscard]] QString inSentence(const QString& label);

/// "10⁻³"
[[nodiscard]] QString powerOfTenText(int exponent);

/// "−0.50": that many decimals always; what is rounded to zero has no sign.
[[nodiscard]] QString fixedText(double value, int decimals);

/// "10", "2.5", "1·10⁻⁵": that many significant digits at most, without zeros at the end.
[[nodiscard]] QString trimmedText(double value, int digits);

/// "12.304 s"; always the same number of decimals, so that it does not jump.
/// @param t  ms
[[nodiscard]] QString timeText(double t);

/// The time of a run: as many decimals as show a step of dt, three to five.
/// @param t, dt  ms
[[nodiscard]] QString clockText(double t, double dt);

}  // namespace vle::ui
