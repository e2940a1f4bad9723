// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

namespace vle {

namespace {

std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
    }
  }
  return row.back();
}

}  // namespace

std::string formatShort(double value) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                    std::chars_format::general, 4);
  return {buffer.data(), result.ptr};
}

std::string formatNumber(double value) {
  std::array<char, 32> buffer{};
  // Whole numbers that are exact read better in full: 100000, not 1e+05.
  const bool whole = std::floor(value) == value && std::abs(value) < 1e15;
  char* end = buffer.data() + buffer.size();
  const auto result = whole ? std::to_chars(buffer.data(), end, value, std::chars_format::fixed)
                            : std::to_chars(buffer.data(), end, value);
  return {buffer.data(), result.ptr};
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
  const std::string_view head = word.substr(0, 64);  // hostile keys may be megabytes long
  const auto best = std::ranges::min_element(candidates, {}, [head](const std::string& candidate) {
    return editDistance(head, candidate);
  });
  return best == candidates.end() ? std::string{} : *best;
}

std::string join(std::span<const std::string> words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

std::string unknown(std::string_view what, std::string_view word,
                    std::span<const std::string> candidates) {
  std::string text = "unknown " + std::string(what) + " '" + std::string(word.substr(0, 64)) + "'";
  if (candidates.empty()) return text;
  if (candidates.size() <= 8) {
    return text + " (there is " + join(candidates) + "; did you mean '" +
           nearest(word, candidates) + "'?)";
  }
  return text + " (did you mean '" + nearest(word, candidates) + "'?)";
}

std::string oneLine(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 32 || c == 127) c = '?';
  }
  return line;
}

}  // namespace vle
