// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <deque>
#include <optional>

#include "base/error.h"
#include "base/text.h"
#include "io/time_column.h"

namespace vle {

namespace {

constexpr std::size_t kShown = 40;         ///< bytes of a cell repeated in a message
constexpr std::size_t kMaxName = 256;      ///< bytes of a name in the header that count
constexpr std::size_t kMaxCells = 100000;  ///< of a line; more could drive no network
constexpr std::size_t kSample = 32;        ///< rows by which separator and decimal mark are found

struct Cell {
  std::string_view text;
  std::size_t line = 0;  ///< where it begins, from 1
};

std::string shown(std::string_view text) { return "'" + oneLine(text.substr(0, kShown)) + "'"; }

std::string lineText(std::size_t line) { return "line " + std::to_string(line); }

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorKind::File, message); }

[[noreturn]] void misread(const std::string& message) {
  throw Error(ErrorKind::InvalidSpec, message);
}

/// Without blanks around it, those that break no line (U+00A0) among them.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kNoBreak = "\xc2\xa0";
  for (bool is_done = false; !is_done;) {
    is_done = true;
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    if (text.starts_with(kNoBreak)) text.remove_prefix(kNoBreak.size()), is_done = false;
    if (text.ends_with(kNoBreak)) text.remove_suffix(kNoBreak.size()), is_done = false;
  }
  return text;
}

/// The separator that Excel writes into a line before the table: "sep=;".
std::optional<char> writtenSeparator(std::string_view text) {
  const bool is_there = text.size() > 5 && text.starts_with("sep=") &&
                        (text[5] == '\n' || text[5] == '\r') &&
                        std::ranges::find(kSeparators, text.substr(4, 1)) != std::end(kSeparators);
  return is_there ? std::optional(text[4]) : std::nullopt;
}

/// Is a line what a workbook writes for a value it could not compute, and no comment?
bool isFault(std::string_view line, char separator) {
  for (const std::string_view fault :
       {"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#NULL!"}) {
    if (line.starts_with(fault)) return true;
  }
  return line.size() > 1 && line[1] == separator && separator != ' ';
}

/// Takes a text apart, record by record, without comments. Cells are views of the text, or of what
/// this keeps.
class Records {
 public:
  Records(std::string_view text, char separator)
      : text_(text),
        separator_(separator),
        ends_(text.find('\n') == std::string_view::npos ? '\r'  // as old programs end lines
                                                        : '\n'),
        stops_(separator == ' ' ? std::string{' ', '\t', ends_} : std::string{separator, ends_}) {}

  /// @returns false at the end of the text
  bool next(std::vector<Cell>& cells) {
    cells.clear();
    unescaped_.clear();
    skipComments();
    if (at_ >= text_.size()) return false;
    skipBlanks();
    do {
      if (cells.size() == kMaxCells) {
        fail(lineText(line_) + " has more than " + std::to_string(kMaxCells) + " cells");
      }
      cells.push_back({{}, line_});
      cells.back().text = is('"') ? quoted() : plain();
    } while (takeSeparator());
    return true;
  }

  /// The last line of comment before the record that was read last, directly above it; "" if there
  /// is none.
  [[nodiscard]] std::string_view commentAbove() const { return comment_; }

 private:
  [[nodiscard]] bool isBlanks() const { return separator_ == ' '; }
  [[nodiscard]] bool is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  [[nodiscard]] bool isSeparator() const {
    return isBlanks() ? is(' ') || is('\t') : is(separator_);
  }
  [[nodiscard]] bool isLineEnd() const {
    return is(ends_) || (ends_ == '\n' && text_.substr(at_, 2) == "\r\n");
  }
  void takeLineEnd() {
    if (at_ >= text_.size()) return;
    at_ += is(ends_) ? std::size_t{1} : std::size_t{2};
    ++line_;
  }
  void skipBlanks() {
    while (isBlanks() && (is(' ') || is('\t'))) ++at_;
  }
  /// @returns false at the end of the line
  bool takeSeparator() {
    if (isSeparator()) {
      ++at_;
      skipBlanks();
      if (!isBlanks() || !(isLineEnd() || at_ >= text_.size())) return true;
    }
    takeLineEnd();
    return false;
  }

  void skipComments() {
    comment_ = {};
    while (at_ < text_.size()) {
      const std::size_t first = text_.find_first_not_of(" \t", at_);
      if (first == std::string_view::npos) return;
      const std::size_t end = std::min(text_.find(ends_, first), text_.size());
      const bool is_comment = (text_[first] == '#' || text_[first] == '%') &&
                              !isFault(text_.substr(first, end - first), separator_);
      if (!is_comment && !(at_ == 0 && writtenSeparator(text_))) return;
      comment_ = is_comment ? text_.substr(first, end - first) : std::string_view();
      if (comment_.ends_with('\r')) comment_.remove_suffix(1);
      at_ = end;
      takeLineEnd();
    }
  }

  std::string_view plain() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(stops_, at_), text_.size());
    const bool has_return = ends_ == '\n' && is('\n') && at_ > begin && text_[at_ - 1] == '\r';
    if (has_return) --at_;
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
    line_ += static_cast<std::size_t>(std::ranges::count(inside, ends_));
    ++at_;
    if (at_ < text_.size() && !isSeparator() && !isLineEnd()) {
      fail(lineText(line_) +
           ": after a quoted cell there must be a separator or the end of the "
           "line");
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
  char separator_;
  char ends_;
  std::string stops_;  ///< what ends a plain cell
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::string_view comment_;
  std::deque<std::string> unescaped_;  ///< does not move what cells look at
};

bool isBlank(const std::vector<Cell>& cells) {
  return cells.size() == 1 && trimmed(cells[0].text).empty();
}

/// A number with this decimal mark; nothing if it is none. It may be infinite or no number.
std::optional<double> numberOf(std::string_view text, char decimal) {
  std::string_view digits = trimmed(text);
  if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
  std::array<char, 64> changed{};
  if (decimal != '.') {
    if (digits.size() > changed.size() || digits.find('.') != std::string_view::npos) {
      return std::nullopt;
    }
    std::ranges::replace_copy(digits, changed.begin(), decimal, '.');
    digits = {changed.data(), digits.size()};
  }
  double number = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, code] = std::from_chars(digits.data(), end, number);
  if (digits.empty() || stop != end) return std::nullopt;
  if (code == std::errc::result_out_of_range)
    return std::strtod(std::string(digits).c_str(), nullptr);
  return code == std::errc{} ? std::optional(number) : std::nullopt;
}

/// Is it a number that only one decimal mark explains?
bool needsMark(std::string_view text, char decimal) {
  return text.find(decimal) != std::string_view::npos && numberOf(text, decimal).has_value();
}

/// The first rows as they come apart with one separator.
struct Sample {
  char separator = ',';
  char decimal = '.';
  std::vector<std::vector<std::string>> rows;
  std::string comment;  ///< above the first row
  bool is_even = true;  ///< every row has as many cells, but for empty ones behind the last
  bool has_numbers_only = true;  ///< below the first row

  [[nodiscard]] std::size_t columns() const { return rows.empty() ? 0 : rows.front().size(); }
};

Sample sampleOf(std::string_view text, char separator, const std::string& decimal) {
  Sample sample{.separator = separator, .rows = {}, .comment = {}};
  Records records(text, separator);
  std::vector<Cell> cells;
  try {
    while (sample.rows.size() < kSample && records.next(cells)) {
      if (isBlank(cells)) continue;
      if (sample.rows.empty()) sample.comment = records.commentAbove();
      std::vector<std::string>& row = sample.rows.emplace_back();
      for (const Cell& cell : cells) row.emplace_back(trimmed(cell.text));
    }
  } catch (const Error&) {
    sample.is_even = false;  // quotes stand elsewhere
  }
  bool has_comma = false;
  bool has_point = false;
  for (const auto& row : sample.rows) {
    for (const std::string& cell : row) {
      has_comma |= separator != ',' && needsMark(cell, ',');
      has_point |= needsMark(cell, '.');
    }
  }
  sample.decimal = decimal.empty() ? (has_comma && !has_point ? ',' : '.') : decimal[0];
  for (std::size_t k = 1; k < sample.rows.size(); ++k) {
    std::vector<std::string>& row = sample.rows[k];
    if (row.size() == sample.columns() + 1 && row.back().empty()) row.pop_back();
    sample.is_even &= row.size() == sample.columns();
    for (const std::string& cell : row) {
      sample.has_numbers_only &= cell.empty() || numberOf(cell, sample.decimal).has_value();
    }
  }
  return sample;
}

/// "1,234": a number with a mark that may stand before thousandths or behind thousands.
bool mayBeThousands(std::string_view text, char mark) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const auto at = text.find(mark);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return at != std::string_view::npos && at >= 1 && at <= 3 && text[0] != '0' &&
         text.size() == at + 4 && std::ranges::all_of(text.substr(0, at), is_digit) &&
         std::ranges::all_of(text.substr(at + 1), is_digit);
}

/// A column in which some numbers have a mark before three digits and others none: 1.234 or 1234?
/// @throws Error(InvalidSpec) if there is one
void refuseThousands(const Sample& sample, const TableReading& reading) {
  if (!reading.decimal.empty() || sample.separator == ',') return;
  for (std::size_t c = 0; c < sample.columns(); ++c) {
    std::string doubtful;
    bool has_plain = false;
    bool has_decimals = false;
    for (const auto& row : sample.rows) {
      if (c >= row.size() || !numberOf(row[c], sample.decimal)) continue;
      const bool has_mark = row[c].find(sample.decimal) != std::string::npos;
      has_plain |= !has_mark;
      has_decimals |= has_mark && !mayBeThousands(row[c], sample.decimal);
      if (has_mark && doubtful.empty()) doubtful = row[c];
    }
    if (doubtful.empty() || !has_plain || has_decimals) continue;
    misread("'" + oneLine(doubtful) + "' has decimals or thousands: \"decimal\" is \"" +
            sample.decimal + "\" if it has decimals; thousands must be written without a mark");
  }
}

/// The separator that makes a table of the text: rows of equal length, if possible of numbers.
Sample recognised(std::string_view text, const TableReading& reading) {
  if (!reading.separator.empty()) {
    if (reading.separator == reading.decimal) {
      misread("\"separator\" and \"decimal\" are the same");
    }
    return sampleOf(text, reading.separator[0], reading.decimal);
  }
  std::optional<Sample> best;
  const auto worth = [](const Sample& sample) {
    // A single name that has separators in it is a header that did not come apart.
    const bool is_whole = sample.columns() == 1 && !numberOf(sample.rows[0][0], sample.decimal) &&
                          sample.rows[0][0].find_first_of(",;\t|") != std::string::npos;
    if (is_whole) return 0;
    return (sample.columns() > 1 ? 1 : 0) + (sample.is_even ? 2 : 0) +
           (sample.is_even && sample.has_numbers_only ? 4 : 0);
  };
  if (const auto written = writtenSeparator(text)) return sampleOf(text, *written, reading.decimal);
  for (const std::string_view separator : kSeparators) {
    if (separator == reading.decimal) continue;  // it stands within numbers
    Sample sample = sampleOf(text, separator[0], reading.decimal);
    if (!best || worth(sample) > worth(*best)) best = std::move(sample);
  }
  return *best;
}

/// The names that a line of comment has, if it stands for a header.
std::vector<std::string> namesIn(const std::string& comment, char separator) {
  const auto begin = comment.find_first_not_of("#% \t");
  if (begin == std::string::npos) return {};
  Records records(std::string_view(comment).substr(begin), separator);
  std::vector<Cell> cells;
  std::vector<std::string> names;
  if (records.next(cells)) {
    for (const Cell& cell : cells) names.emplace_back(trimmed(cell.text));
  }
  return names;
}

enum class Header { First, Comment, None };

/// Where the names stand. Rows of numbers must not be taken for names, nor names for a row.
Header headerIn(const Sample& sample, const TableReading& reading) {
  const auto is_number = [&sample](const std::string& cell) {
    return numberOf(cell, sample.decimal).has_value();
  };
  const std::vector<std::string>& first = sample.rows.front();
  const bool has_numbers = std::ranges::any_of(first, is_number);
  const bool are_numbers = std::ranges::all_of(
      first, [&](const std::string& cell) { return cell.empty() || is_number(cell); });
  if (!has_numbers && !reading.header) return Header::First;
  if (reading.header == true) return Header::First;
  const std::vector<std::string> above = namesIn(sample.comment, sample.separator);
  const bool is_named = above.size() == first.size() && std::ranges::none_of(above, is_number);
  if (are_numbers && is_named) return Header::Comment;
  if (reading.header == false) return Header::None;
  // A word above numbers is a name; a word above words may be one of many labels.
  bool has_names = false;
  for (std::size_t k = 0; sample.rows.size() > 1 && k < first.size(); ++k) {
    const auto& below = sample.rows[1];
    has_names |=
        !first[k].empty() && !is_number(first[k]) && k < below.size() && is_number(below[k]);
  }
  if (has_names) return Header::First;
  fail(
      "the first line has numbers, no names: \"header\": false makes it the first row, true makes "
      "them names");
}

/// A table before its rows are read.
struct Layout {
  Sample sample;
  Header header = Header::First;
  std::vector<std::string> names;
  std::vector<bool> is_named;
};

/// @param text  [in, out] a byte order mark is taken off
Layout layoutOf(std::string_view& text, const TableReading& reading) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  Layout layout{.sample = recognised(text, reading), .names = {}, .is_named = {}};
  const Sample& sample = layout.sample;
  if (sample.rows.empty()) {
    std::vector<Cell> cells;
    for (Records records(text, sample.separator); records.next(cells);) {  // says what is wrong
    }
    fail("the file is empty");
  }
  refuseThousands(sample, reading);
  layout.header = headerIn(sample, reading);
  std::vector<std::string> names(sample.columns());
  if (layout.header == Header::First) names = sample.rows.front();
  if (layout.header == Header::Comment) names = namesIn(sample.comment, sample.separator);
  // A separator behind the last cell of every line makes no column.
  const bool is_trailing =
      names.size() > 1 && names.back().empty() &&
      std::ranges::all_of(sample.rows, [&names](const std::vector<std::string>& row) {
        return row.size() < names.size() || row.back().empty();
      });
  if (is_trailing) names.pop_back();
  for (std::size_t k = 0; k < names.size(); ++k) {
    const std::string name = oneLine(std::string_view(names[k]).substr(0, kMaxName));
    const bool is_named = !name.empty() && !name.starts_with("Unnamed: ");  // as pandas writes
    layout.is_named.push_back(is_named || layout.header == Header::None);
    layout.names.push_back(is_named ? name : std::to_string(k + 1));
  }
  return layout;
}

/// The one place of a name in the header.
std::size_t placeOf(const std::string& name, const std::vector<std::string>& header) {
  const auto found = std::ranges::find(header, name);
  if (found == header.end()) misread(unknown("column", oneLine(name), header));
  if (std::find(found + 1, header.end(), name) != header.end()) {
    misread("the header has the column " + shown(name) + " twice");
  }
  return static_cast<std::size_t>(found - header.begin());
}

/// The column of times.
std::optional<std::size_t> timeIn(const std::vector<std::string>& names,
                                  const TableReading& reading) {
  if (reading.time && reading.time->empty()) return std::nullopt;
  if (reading.time) return placeOf(*reading.time, names);
  std::optional<std::size_t> time;
  for (std::size_t k = 0; k < names.size(); ++k) {
    const bool is_signal = std::ranges::find(reading.columns, names[k]) != reading.columns.end();
    if (is_signal || !timeColumn(names[k])) continue;
    if (time) {
      misread("the columns " + shown(names[*time]) + " and " + shown(names[k]) +
              " both look like times: \"time\" names the right one, or is false");
    }
    time = k;
  }
  for (std::size_t k = 0; !time && reading.columns.empty() && k < names.size(); ++k) {
    if (!mayBeTimes(names[k])) continue;
    misread("column " + shown(names[k]) +
            " may have times: \"time\" names the column that has them, or is false");
  }
  return time;
}

/// Reads the rows below the header.
class RowReader {
 public:
  RowReader(std::string_view text, const Layout& layout)
      : layout_(layout), records_(text, layout.sample.separator) {
    if (layout.header != Header::First) return;
    while (records_.next(cells_) && isBlank(cells_)) {
    }
  }

  /// @returns false behind the last row
  bool next() {
    std::size_t blank_line = 0;
    do {
      if (!records_.next(cells_)) return false;
      if (isBlank(cells_) && blank_line == 0) blank_line = cells_[0].line;
    } while (isBlank(cells_));
    const bool is_first = !has_rows_;
    has_rows_ = true;
    if (blank_line != 0 && !is_first) fail(lineText(blank_line) + " is blank, but rows follow");
    while (cells_.size() > layout_.names.size() && trimmed(cells_.back().text).empty()) {
      cells_.pop_back();
    }
    if (cells_.size() != layout_.names.size()) {
      fail(lineText(cells_[0].line) + " has " + std::to_string(cells_.size()) +
           (cells_.size() == 1 ? " cell, " : " cells, ") +
           (layout_.header == Header::None ? "the first has " : "the header has ") +
           std::to_string(layout_.names.size()));
    }
    return true;
  }

  [[nodiscard]] std::size_t line(std::size_t column) const { return cells_[column].line; }

  [[nodiscard]] double number(std::size_t column) const {
    const Cell& cell = cells_[column];
    const std::optional<double> number = numberOf(cell.text, layout_.sample.decimal);
    if (number && std::isfinite(*number)) return *number;
    const std::string where =
        lineText(cell.line) + ", column " + shown(layout_.names[column]) + ": ";
    const std::string_view text = trimmed(cell.text);
    if (text.empty()) fail(where + "the cell is empty, expected a number");
    fail(where + shown(text) + " is no finite number" +
         (layout_.sample.decimal == ',' ? " with a decimal comma" : ""));
  }

 private:
  const Layout& layout_;
  Records records_;
  std::vector<Cell> cells_;
  bool has_rows_ = false;
};

/// Numbers of rows that a program wrote before them: 0, 1, 2, … or 1, 2, 3, …
bool areRowNumbers(const std::vector<double>& values) {
  if (values.front() != 0 && values.front() != 1) return false;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (values[k] != values.front() + static_cast<double>(k)) return false;
  }
  return true;
}

bool rises(const std::vector<double>& values) {
  return values.size() > 1 && std::ranges::is_sorted(values, std::less_equal<>());
}

/// What a first column without a name is: rows are often numbered by the program that wrote them,
/// and times often have no name.
/// @returns true if it has the numbers of the rows
bool isRowNumber(std::string_view text, const Layout& layout) {
  std::vector<double> values;
  for (RowReader rows(text, layout); rows.next();) values.push_back(rows.number(0));
  if (values.empty() || layout.names.size() < 2) return false;
  if (areRowNumbers(values)) return true;
  if (rises(values)) {
    misread(
        "column 1 has no name and rises from row to row: \"time\": \"1\" and \"unit\" "
        "make it the times, \"columns\" leaves it out");
  }
  return false;
}

std::vector<std::size_t> signalsIn(std::string_view text, const Layout& layout,
                                   const TableReading& reading,
                                   const std::optional<std::size_t>& time) {
  std::vector<std::size_t> places;
  places.reserve(std::max(reading.columns.size(), layout.names.size()));
  for (const std::string& name : reading.columns) places.push_back(placeOf(name, layout.names));
  if (!reading.columns.empty()) return places;
  const bool skips_first = !layout.is_named.front() && time != 0U && isRowNumber(text, layout);
  for (std::size_t k = skips_first ? 1 : 0; k < layout.names.size(); ++k) {
    if (k != time) places.push_back(k);
  }
  if (places.empty()) fail("there is no column but the times");
  return places;
}

/// Of a list with one value for all columns or one each.
template <class Values>
auto ofColumn(const Values& values, std::size_t column) {
  return values.size() == 1 ? values[0] : values[column];
}

void requireOneEach(const char* key, std::size_t count, std::size_t columns) {
  if (count < 2 || count == columns) return;
  misread("'" + std::string(key) + "' has " + std::to_string(count) + " values, the signal has " +
          std::to_string(columns) + " columns");
}

/// Standardises, scales and shifts the columns.
void transform(SignalTable& table, const TableReading& reading,
               const std::vector<std::string>& names) {
  requireOneEach("gain", reading.gain.size(), table.columns);
  requireOneEach("offset", reading.offset.size(), table.columns);
  requireOneEach("zscore", reading.zscore.size(), table.columns);
  const auto rows = static_cast<double>(table.rows());
  for (std::size_t c = 0; c < table.columns; ++c) {
    double gain = reading.gain.empty() ? 1 : ofColumn(reading.gain, c);
    const double offset = reading.offset.empty() ? 0 : ofColumn(reading.offset, c);
    if (!reading.zscore.empty() && ofColumn(reading.zscore, c)) {
      double largest = 0;  // squares of numbers up to 1 neither overflow nor vanish
      for (std::size_t k = c; k < table.values.size(); k += table.columns) {
        largest = std::max(largest, std::abs(table.values[k]));
      }
      const double scale = largest > 0 ? largest : 1;
      double mean = 0;
      double square = 0;
      for (std::size_t k = c; k < table.values.size(); k += table.columns) {
        table.values[k] /= scale;
        mean += table.values[k] / rows;
      }
      for (std::size_t k = c; k < table.values.size(); k += table.columns) {
        table.values[k] -= mean;
        square += table.values[k] * table.values[k] / rows;
      }
      constexpr double kRounding = 1e-13;  // of the largest value: no more than noise of rounding
      if (!(std::sqrt(square) > kRounding)) {
        misread("column " + shown(names[c]) + " is constant, it has no z-score");
      }
      gain /= std::sqrt(square);
    }
    if (gain == 1 && offset == 0) continue;
    for (std::size_t k = c; k < table.values.size(); k += table.columns) {
      table.values[k] = gain * table.values[k] + offset;
      if (!std::isfinite(table.values[k])) {
        misread("'gain' and 'offset' take column " + shown(names[c]) + " beyond all numbers");
      }
    }
  }
}

}  // namespace

TableLook lookAt(std::string_view text, const TableReading& reading) {
  const Layout layout = layoutOf(text, reading);
  TableLook look{.names = layout.names,
                 .is_named = layout.is_named,
                 .time = {},
                 .separator = std::string(1, layout.sample.separator),
                 .decimal = std::string(1, layout.sample.decimal),
                 .has_header = layout.header != Header::None,
                 .rows = layout.sample.rows};
  if (layout.header == Header::First) look.rows.erase(look.rows.begin());
  if (const auto time = timeIn(layout.names, reading)) look.time = layout.names[*time];
  return look;
}

SignalTable readTable(std::string_view text, const TableReading& reading, double interval) {
  const Layout layout = layoutOf(text, reading);
  const std::optional<std::size_t> time = timeIn(layout.names, reading);
  const std::vector<std::size_t> wanted = signalsIn(text, layout, reading, time);
  SignalTable table;
  table.columns = wanted.size();
  if (!time && !reading.unit.empty()) misread("\"unit\" is of times, and the file has none");
  TimeRows times;
  for (RowReader rows(text, layout); rows.next();) {
    for (const std::size_t k : wanted) table.values.push_back(rows.number(k));
    if (time) times.add(rows.number(*time), rows.line(*time));
  }
  if (table.values.empty()) fail("the file has no rows below its header");
  if (time) {
    table.time = layout.names[*time];
    const bool has_steps = times.step() > 0;  // a single row holds for ever, in any unit
    times.finish(
        table, has_steps ? timeUnit(layout.names, *time, reading.unit, interval, times.step()) : 1);
  }
  std::vector<std::string> names;
  names.reserve(wanted.size());
  for (const std::size_t k : wanted) names.push_back(layout.names[k]);
  transform(table, reading, names);
  return table;
}

}  // namespace vle
