// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Small text helpers shared by messages and files: shortest round-trip numbers, and "did you mean".
// Pure functions, any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vle {

inline constexpr std::size_t kMaxText = 64UL * 1024;  ///< of one text of a file, bytes of UTF-8

/// Shortest decimal that reads back as exactly the same double ("0.1", "1e-05", "inf", "nan").
[[nodiscard]] std::string formatNumber(double value);

/// Four significant digits, for sentences ("1.066e+06").
[[nodiscard]] std::string formatShort(double value);

/// The candidate with the smallest edit distance to `word`; "" if there is none.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// "a, b, c"
[[nodiscard]] std::string join(std::span<const std::string> words,
                               std::string_view separator = ", ");

/// The sentence every unknown key, kind and name gets:
/// "unknown key 'tau_n' (did you mean 'tau_m'?)", with few candidates also the whole list.
[[nodiscard]] std::string unknown(std::string_view what, std::string_view word,
                                  std::span<const std::string> candidates);

/// A text from a file, fit to be printed in one line: control characters become question marks.
[[nodiscard]] std::string oneLine(std::string_view text);

}  // namespace vle
