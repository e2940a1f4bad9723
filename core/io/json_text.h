// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// JSON as text, in and out. Out: an ordered value written with two-space indentation, short things
// on one line, numbers in their shortest round-trip form (Qt's writer sorts keys and indents by
// four). In: Qt's parser, with line and column of a mistake, and a cursor that knows its path.
// Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <QJsonValue>

#include "base/error.h"
#include "base/text.h"

namespace vle {

/// A JSON value whose objects keep the order of their keys.
struct Json {
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> value;

  Json() : value(nullptr) {}
  Json(bool b) : value(b) {}                                 // NOLINT(google-explicit-constructor)
  Json(int i) : value(std::int64_t{i}) {}                    // NOLINT(google-explicit-constructor)
  Json(std::int64_t i) : value(i) {}                         // NOLINT(google-explicit-constructor)
  Json(double d) : value(d) {}                               // NOLINT(google-explicit-constructor)
  Json(const char* text) : value(std::string(text)) {}       // NOLINT(google-explicit-constructor)
  Json(std::string_view text) : value(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  Json(std::string text) : value(std::move(text)) {}         // NOLINT: implicit, and moved on
  Json(Array array) : value(std::move(array)) {}             // NOLINT(google-explicit-constructor)
  Json(Object object) : value(std::move(object)) {}          // NOLINT(google-explicit-constructor)
};

/// The text of a value, ending in a newline. Numbers that are not finite become null.
[[nodiscard]] std::string toText(const Json& json);

/// The same value read by Qt (keys sorted).
[[nodiscard]] Json fromQt(const QJsonValue& value);

/// Parses a text.
/// @throws Error(File) with line and column
[[nodiscard]] QJsonValue parseJson(std::string_view text);

/// Something wrong in a file: where, as a JSON path, and what.
struct Problem {
  Severity severity = Severity::Error;
  std::string path;     ///< "$.nodes[1].tau_m"
  std::string message;  ///< one sentence
};

/// "$.nodes" and "key" make "$.nodes.key"; what is no plain word stands in brackets and quotes.
[[nodiscard]] std::string childPath(const std::string& parent, std::string_view key);

/// A value in a file together with its path. Reading what is not there, or of another type, adds a
/// problem and returns a default, so that one pass finds every problem.
class JsonCursor {
 public:
  JsonCursor(QJsonValue value, std::string path, std::vector<Problem>& problems)
      : value_(std::move(value)), path_(std::move(path)), problems_(problems) {}

  [[nodiscard]] const QJsonValue& value() const { return value_; }
  [[nodiscard]] const std::string& path() const { return path_; }

  [[nodiscard]] bool isObject() const { return value_.isObject(); }
  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] JsonCursor at(std::string_view key) const;
  [[nodiscard]] JsonCursor at(qsizetype index) const;
  /// Elements of an array; a problem and 0 if it is none.
  [[nodiscard]] qsizetype count(std::string_view expected) const;

  [[nodiscard]] double number() const;
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] std::string text() const;
  /// Every element of a list of texts.
  [[nodiscard]] std::vector<std::string> texts() const;
  /// Index of a word in a list; a problem naming the nearest one if it is none.
  [[nodiscard]] std::size_t choice(std::string_view what,
                                   const std::vector<std::string>& choices) const;

  /// Adds a problem unless this is an object with these keys only.
  bool expectObject(const std::vector<std::string>& allowed) const;
  void problem(std::string message, Severity severity = Severity::Error) const;
  [[nodiscard]] std::vector<Problem>& problems() const { return problems_; }

 private:
  void expected(std::string_view what) const;

  QJsonValue value_;
  std::string path_;
  std::vector<Problem>& problems_;
};

}  // namespace vle
