// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The words of a command line: positional arguments and --options, each declared once with what its
// help says. Small on purpose: QCommandLineParser knows no "did you mean", and our exit statuses
// differ from its own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace vle::app {

/// Bad usage: exit status 2, one sentence.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An option a command knows.
struct Option {
  std::string name;   ///< without dashes
  std::string value;  ///< what its value is called, "FILE"; "": it takes none
  std::string doc;    ///< one sentence
  enum class Count { Once, Needed, Often };
  Count count = Count::Once;
};

class Arguments {
 public:
  /// "--name VALUE" or "--name=VALUE"; after "--" everything is positional, and so is "-".
  /// @throws UsageError for unknown options, missing or surplus values
  Arguments(const std::vector<std::string>& words, const std::vector<Option>& options);

  [[nodiscard]] const std::vector<std::string>& positional() const { return positional_; }
  [[nodiscard]] bool has(const std::string& name) const { return values_.contains(name); }
  /// The last value given; nothing if the option is absent.
  [[nodiscard]] std::optional<std::string> value(const std::string& name) const;
  /// Every value given, in order.
  [[nodiscard]] std::vector<std::string> values(const std::string& name) const;
  /// @throws UsageError if the value is not a number
  [[nodiscard]] std::optional<double> number(const std::string& name) const;
  /// @throws UsageError if the value is not a whole number
  [[nodiscard]] std::optional<std::int64_t> integer(const std::string& name) const;

 private:
  std::vector<std::string> positional_;
  std::map<std::string, std::vector<std::string>> values_;
};

}  // namespace vle::app
