// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>

#include "base/error.h"
#include "base/text.h"

namespace vle {

namespace {

constexpr std::size_t kShown = 40;         ///< bytes of a cell repeated in a message
constexpr std::size_t kMaxName = 256;      ///< bytes of a name in the header that count
constexpr std::size_t kMaxCells = 100000;  ///< of a line; more could drive no network

struct Cell {
  std::string_view text;
  std::size_t line = 0;  ///< where it begins, from 1
};

std::string shown(std::string_view text) { return "'" + oneLine(text.substr(0, kShown)) + "'"; }

std::string lineText(std::size_t line) { return "line " + std::to_string(line); }

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorKind::File, message); }

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes a text apart, record by record. Cells are views of the text, or of what this keeps.
class Records {
 public:
  explicit Records(std::string_view text) : text_(text) {}

  /// @returns false at the end of the text
  bool next(std::vector<Cell>& cells) {
    cells.clear();
    unescaped_.clear();
    if (at_ >= text_.size()) return false;
    do {
      if (cells.size() == kMaxCells) {
        fail(lineText(line_) + " has more than " + std::to_string(kMaxCells) + " cells");
      }
      cells.push_back({{}, line_});
      cells.back().text = is('"') ? quoted() : plain();
    } while (take(','));
    return true;
  }

 private:
  bool is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take(char c) {
    if (!is(c)) {
      takeLineEnd();
      return false;
    }
    ++at_;
    return true;
  }
  bool isLineEnd() const { return is('\n') || text_.substr(at_, 2) == "\r\n"; }
  void takeLineEnd() {
    if (!isLineEnd()) return;  // the end of the text
    at_ += is('\n') ? std::size_t{1} : std::size_t{2};
    ++line_;
  }

  std::string_view plain() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(",\n", at_), text_.size());
    const bool carriage_return = is('\n') && at_ > begin && text_[at_ - 1] == '\r';
    if (carriage_return) --at_;
    return text_.substr(begin, at_ - begin);
  }

  std::string_view quoted() {
    const std::size_t line = line_;
    const std::size_t begin = ++at_;
    bool has_quotes = false;
    for (;; ++at_) {
      at_ = text_.find('"', at_);
      if (at_ == std::string_view::npos) fail(lineText(line) + ": a quoted cell never ends");
      if (text_.substr(at_, 2) != "\"\"") break;
      has_quotes = true;
      ++at_;
    }
    const std::string_view inside = text_.substr(begin, at_ - begin);
    line_ += static_cast<std::size_t>(std::ranges::count(inside, '\n'));
    ++at_;
    if (at_ < text_.size() && !is(',') && !isLineEnd()) {
      fail(lineText(line_) + ": after a quoted cell there must be a comma or the end of the line");
    }
    if (!has_quotes) return inside;
    std::string& copy = unescaped_.emplace_back();
    for (std::size_t k = 0; k < inside.size(); ++k) {
      copy += inside[k];
      if (inside[k] == '"') ++k;  // every quote inside is a pair
    }
    return copy;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::deque<std::string> unescaped_;  ///< does not move what cells look at
};

bool isBlank(const std::vector<Cell>& cells) { return cells.size() == 1 && cells[0].text.empty(); }

/// The one place of a name in the header.
std::size_t placeOf(const std::string& name, const std::vector<std::string>& header) {
  const auto found = std::ranges::find(header, name);
  if (found == header.end()) {
    throw Error(ErrorKind::InvalidSpec, unknown("column", oneLine(name), header));
  }
  if (std::find(found + 1, header.end(), name) != header.end()) {
    throw Error(ErrorKind::InvalidSpec, "the header has the column " + shown(name) + " twice");
  }
  return static_cast<std::size_t>(found - header.begin());
}

std::vector<std::size_t> places(const std::vector<std::string>& columns,
                                const std::vector<std::string>& header) {
  std::vector<std::size_t> result;
  result.reserve(columns.size());
  for (const std::string& name : columns) result.push_back(placeOf(name, header));
  if (!columns.empty()) return result;
  const bool has_time = std::ranges::find(header, "time") != header.end();
  const std::size_t time = has_time ? placeOf("time", header) : header.size();
  for (std::size_t k = 0; k < header.size(); ++k) {
    if (k != time) result.push_back(k);
  }
  if (result.empty()) fail("there is no column but 'time'");
  return result;
}

double numberIn(const Cell& cell, const std::string& column) {
  std::string_view digits = trimmed(cell.text);
  if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
  double number = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, code] = std::from_chars(digits.data(), end, number);
  if (code == std::errc{} && stop == end && std::isfinite(number)) return number;
  const std::string where = lineText(cell.line) + ", column " + shown(column) + ": ";
  if (digits.empty()) fail(where + "the cell is empty, expected a number");
  fail(where + shown(digits) + " is no finite number");
}

std::string_view withoutMark(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // byte order mark
  return text;
}

/// The first record.
std::vector<std::string> headerOf(Records& records) {
  std::vector<Cell> cells;
  if (!records.next(cells) || isBlank(cells)) fail("the file has no header in its first line");
  std::vector<std::string> header;
  header.reserve(cells.size());
  for (const Cell& cell : cells) header.push_back(oneLine(trimmed(cell.text).substr(0, kMaxName)));
  return header;
}

}  // namespace

std::vector<std::string> readHeader(std::string_view text) {
  Records records(withoutMark(text));
  return headerOf(records);
}

SignalTable readTable(std::string_view text, const std::vector<std::string>& columns) {
  Records records(withoutMark(text));
  std::vector<Cell> cells;
  const std::vector<std::string> header = headerOf(records);
  const std::vector<std::size_t> wanted = places(columns, header);

  SignalTable table;
  table.columns = wanted.size();
  std::size_t blank_line = 0;
  while (records.next(cells)) {
    if (isBlank(cells)) {
      if (blank_line == 0) blank_line = cells[0].line;
      continue;
    }
    if (blank_line != 0) fail(lineText(blank_line) + " is blank, but rows follow");
    if (cells.size() != header.size()) {
      fail(lineText(cells[0].line) + " has " + std::to_string(cells.size()) +
           " cells, the header has " + std::to_string(header.size()));
    }
    for (const std::size_t k : wanted) table.values.push_back(numberIn(cells[k], header[k]));
  }
  if (table.values.empty()) fail("the file has no rows below its header");
  return table;
}

}  // namespace vle
