// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be wrong, in three grades (README, "Errors"): assert for our own bugs, `Error` thrown at
// a border for bad input, and lists of `Issue` for states a user may pass through while building.
// Plain values, any thread.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vle {

/// Why a border refused its input.
enum class ErrorKind {
  InvalidSpec,  ///< a project that cannot be simulated
  Shape,        ///< sizes that do not fit
  File,         ///< a file that cannot be read, parsed or written
  Version       ///< a file from a newer program
};

/// Bad input at a border. One sentence says what is wrong; `where` says in which file or key.
class Error : public std::exception {
 public:
  /// @param kind     grade of the mistake
  /// @param message  one sentence, without file name
  /// @param where    file, JSON path or both; may be empty
  Error(ErrorKind kind, std::string message, std::string where = {});

  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }
  [[nodiscard]] const std::string& message() const noexcept { return message_; }
  [[nodiscard]] const std::string& where() const noexcept { return where_; }
  /// "where: message", or the message alone.
  [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

 private:
  ErrorKind kind_;
  std::string message_;
  std::string where_;
  std::string what_;
};

/// Errors block compilation of a network; warnings and hints do not.
enum class Severity { Error, Warning, Hint };

/// The part of a project an issue is about; `id` counts variants and plots by index.
struct Place {
  enum class Part { Project, Settings, Node, Projection, Variant, Plot };
  Part part = Part::Project;
  std::uint32_t id = 0;
  std::string key = {};  ///< key within that part, "" for the part itself

  bool operator==(const Place&) const = default;
};

/// Something to be mended in a project: what, how bad, where.
struct Issue {
  Severity severity = Severity::Error;
  std::string code;     ///< stable identifier, e.g. "range"
  std::string message;  ///< one sentence: subject, name, value, rule, unit
  Place place;

  bool operator==(const Issue&) const = default;
};

/// True if any issue blocks compilation.
[[nodiscard]] bool hasErrors(const std::vector<Issue>& issues);

}  // namespace vle
