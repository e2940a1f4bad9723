// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/time_column.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "base/text.h"

namespace vle {

namespace {

/// What times are called, small letters.
constexpr std::array<std::string_view, 13> kWords = {
    "time",      "times",    "t",       "zeit",         "temps",   "tiempo",      "tempo",
    "timestamp", "sim time", "elapsed", "elapsed time", "seconds", "milliseconds"};

/// How units are written.
struct Spelling {
  std::string_view text;
  std::string_view unit;
};
constexpr std::array<Spelling, 24> kSpellings = {
    {{"ns", "ns"},     {"nanoseconds", "ns"},  {"us", "us"},          {"µs", "us"},  // micro sign
     {"μs", "us"},                                                                   // Greek letter
     {"usec", "us"},   {"microseconds", "us"}, {"ms", "ms"},          {"msec", "ms"},
     {"msecs", "ms"},  {"millis", "ms"},       {"millisecond", "ms"}, {"milliseconds", "ms"},
     {"s", "s"},       {"sec", "s"},           {"secs", "s"},         {"second", "s"},
     {"seconds", "s"}, {"min", "min"},         {"minutes", "min"},    {"h", "h"},
     {"hr", "h"},      {"hours", "h"},         {"sekunden", "s"}}};

constexpr double kEven = 1e-6;  ///< of a step that an even time may be off
constexpr double kHair = 8 * std::numeric_limits<double>::epsilon();

std::string unitSpelled(std::string_view text) {
  const auto found = std::ranges::find(kSpellings, text, &Spelling::text);
  return found == kSpellings.end() ? std::string() : std::string(found->unit);
}

/// Small letters; blanks, brackets, slashes and underscores between words become single blanks.
std::string plainWords(std::string_view name) {
  std::string words;
  for (const char c : name) {
    const bool is_between =
        std::string_view(" \t()[]{}<>/_-.,:#%\"'").find(c) != std::string_view::npos;
    if (!is_between) {
      words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!words.empty() && words.back() != ' ') {
      words += ' ';
    }
  }
  if (words.ends_with(' ')) words.pop_back();
  return words;
}

bool isWord(std::string_view text) { return std::ranges::find(kWords, text) != kWords.end(); }

double msOf(std::string_view unit) {
  return std::ranges::find(kTimeUnits, unit, &TimeUnit::name)->ms;
}

bool isNear(double a, double b) { return std::abs(a - b) <= 1e-6 * std::abs(b); }

}  // namespace

std::optional<std::string> timeColumn(std::string_view name) {
  std::string words = plainWords(name.substr(0, 64));
  if (words.ends_with(" in")) words.resize(words.size() - 3);
  if (isWord(words)) return unitSpelled(words);  // "seconds" are both
  const auto blank = words.rfind(' ');
  if (blank == std::string::npos) return std::nullopt;
  const std::string unit = unitSpelled(words.substr(blank + 1));
  std::string rest = words.substr(0, blank);
  if (rest.ends_with(" in")) rest.resize(rest.size() - 3);  // "time in ms"
  if (unit.empty() || !isWord(rest)) return std::nullopt;
  return unit;
}

bool mayBeTimes(std::string_view name) {
  const std::string words = plainWords(name.substr(0, 64));
  const std::string first = words.substr(0, words.find(' '));
  constexpr std::array<std::string_view, 7> kFirst = {"time", "timestamp", "datetime", "date",
                                                      "zeit", "elapsed",   "times"};
  const bool is_unit = words.size() > 1 && !unitSpelled(words).empty();
  return !timeColumn(name) && words.find("constant") == std::string::npos &&
         (is_unit || std::ranges::find(kFirst, first) != kFirst.end());
}

double timeUnit(const std::vector<std::string>& names, std::size_t time, const std::string& said,
                double interval, double step) {
  if (!said.empty()) return msOf(said);
  const std::string named = timeColumn(names[time]).value_or("");
  if (!named.empty()) return msOf(named);
  const bool is_ours = names[time] == "time" && names.size() > 1 &&
                       std::ranges::all_of(names, [&](const std::string& name) {
                         return &name == &names[time] || name.find('/') != std::string::npos;
                       });
  if (is_ours) return 1;
  for (const TimeUnit& unit : kTimeUnits) {
    if (interval > 0 && isNear(step * unit.ms, interval)) return unit.ms;
  }
  throw Error(ErrorKind::InvalidSpec, "the unit of the times in column '" +
                                          oneLine(names[time].substr(0, 64)) +
                                          "' is not known: \"unit\" says \"ns\", \"us\", \"ms\", "
                                          "\"s\", \"min\" or \"h\" (\"time\": "
                                          "false if these are no times)");
}

void TimeRows::add(double time, std::size_t line) {
  if (!times_.empty() && !(time > times_.back())) {
    throw Error(ErrorKind::File, "line " + std::to_string(line) + ": the time " +
                                     formatNumber(time) +
                                     (time == times_.back() ? " stands twice" : " lies before ") +
                                     (time == times_.back() ? "" : formatNumber(times_.back())) +
                                     "; times must rise from row to row");
  }
  times_.push_back(time);
}

double TimeRows::step() const {
  if (times_.size() < 2) return 0;
  return (times_.back() - times_.front()) / static_cast<double>(times_.size() - 1);
}

void TimeRows::finish(SignalTable& table, double ms) const {
  const auto are_even = [this](double step) {
    for (std::size_t k = 0; k < times_.size(); ++k) {
      const double off = times_[k] - times_.front() - static_cast<double>(k) * step;
      const double reach = std::max(std::abs(times_[k]), std::abs(times_.front()));
      if (std::abs(off) > kEven * step + kHair * reach) return false;
    }
    return true;
  };
  if (times_.size() < 2) {  // one row holds for ever
    table.interval = 1;
    return;
  }
  const double step = this->step();
  // What is meant has few digits: 0.1, not 0.09999999999999999.
  const double rounded = std::strtod(formatShort(step * ms).c_str(), nullptr);
  table.interval = are_even(rounded / ms) ? rounded : step * ms;
  if (are_even(step)) return;
  for (const double time : times_) table.t.push_back((time - times_.front()) * ms);
}

}  // namespace vle
