// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/json_text.h"

#include <algorithm>
#include <cmath>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/text.h"

namespace vle {

namespace {

constexpr std::size_t kLineWidth = 100;
constexpr std::size_t kMaxText = 64UL * 1024;

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\t':
        result += "\\t";
        break;
      case '\r':
        result += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 32) {
          constexpr std::string_view kHex = "0123456789abcdef";
          result += "\\u00";
          result += kHex[static_cast<unsigned char>(c) >> 4];
          result += kHex[static_cast<unsigned char>(c) & 15];
        } else {
          result += c;
        }
    }
  }
  return result + '"';
}

struct Writer {
  std::size_t indent = 0;
  std::size_t budget = kLineWidth;  ///< columns left on this line

  std::string operator()(std::nullptr_t) const { return "null"; }
  std::string operator()(bool b) const { return b ? "true" : "false"; }
  std::string operator()(std::int64_t i) const { return std::to_string(i); }
  std::string operator()(double d) const { return std::isfinite(d) ? formatNumber(d) : "null"; }
  std::string operator()(const std::string& text) const { return quoted(text); }
  std::string operator()(const Json::Array& array) const {
    std::vector<std::pair<std::string, const Json*>> items;
    for (const Json& item : array) items.emplace_back("", &item);
    return list(items, '[', ']');
  }
  std::string operator()(const Json::Object& object) const {
    std::vector<std::pair<std::string, const Json*>> items;
    for (const auto& [key, item] : object) items.emplace_back(quoted(key) + ": ", &item);
    return list(items, '{', '}');
  }

 private:
  using Items = std::vector<std::pair<std::string, const Json*>>;

  std::string list(const Items& items, char open, char close) const {
    std::string line(1, open);
    for (const auto& [key, item] : items) {
      if (line.size() > 1) line += ", ";
      line += key + std::visit(Writer{indent, budget}, item->value);
      if (line.size() + indent > budget || line.find('\n') != std::string::npos) {
        return lines(items, open, close);
      }
    }
    return line + close;
  }

  std::string lines(const Items& items, char open, char close) const {
    std::string text(1, open);
    const std::string margin(indent + 2, ' ');
    for (const auto& [key, item] : items) {
      if (text.size() > 1) text += ',';
      text += '\n' + margin + key + std::visit(Writer{indent + 2, budget}, item->value);
    }
    return text + '\n' + std::string(indent, ' ') + close;
  }
};

std::string childPath(const std::string& parent, std::string_view key) {
  const bool plain = !key.empty() && std::ranges::all_of(key, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_';
  });
  return plain ? parent + "." + std::string(key)
               : parent + "[\"" + std::string(key.substr(0, 64)) + "\"]";
}

}  // namespace

std::string toText(const Json& json) { return std::visit(Writer{}, json.value) + "\n"; }

Json fromQt(const QJsonValue& value) {
  switch (value.type()) {
    case QJsonValue::Bool:
      return value.toBool();
    case QJsonValue::Double: {
      const double number = value.toDouble();
      const bool whole = std::floor(number) == number && std::abs(number) < 1e15;
      return whole ? Json(static_cast<std::int64_t>(number)) : Json(number);
    }
    case QJsonValue::String:
      return value.toString().toStdString();
    case QJsonValue::Array: {
      Json::Array array;
      for (const QJsonValue& item : value.toArray()) array.push_back(fromQt(item));
      return array;
    }
    case QJsonValue::Object: {
      Json::Object members;
      const QJsonObject object = value.toObject();
      for (auto it = object.begin(); it != object.end(); ++it) {
        members.emplace_back(it.key().toStdString(), fromQt(it.value()));
      }
      return members;
    }
    case QJsonValue::Null:
    case QJsonValue::Undefined:
      return {};
  }
  return {};
}

QJsonValue parseJson(std::string_view text) {
  // Qt parses documents, which are arrays or objects; a one-element array admits any value.
  const QByteArray wrapped =
      "[" + QByteArray(text.data(), static_cast<qsizetype>(text.size())) + "]";
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(wrapped, &error);
  if (error.error == QJsonParseError::NoError) {
    const QJsonArray values = document.array();
    if (values.size() == 1) return values.first();
    throw Error(ErrorKind::File,
                values.isEmpty() ? "there is no JSON value" : "there is more than one JSON value");
  }
  const auto offset = static_cast<std::size_t>(std::max(0, error.offset - 1));
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto newline = before.rfind('\n');
  const std::size_t column =
      before.size() - (newline == std::string_view::npos ? 0 : newline + 1) + 1;
  throw Error(ErrorKind::File, "not valid JSON: " + error.errorString().toStdString() +
                                   " at line " + std::to_string(line) + ", column " +
                                   std::to_string(column));
}

bool JsonCursor::has(std::string_view key) const {
  return value_.isObject() &&
         value_.toObject().contains(QString::fromUtf8(key.data(), static_cast<int>(key.size())));
}

JsonCursor JsonCursor::at(std::string_view key) const {
  const QString name = QString::fromUtf8(key.data(), static_cast<int>(key.size()));
  return {value_.toObject().value(name), childPath(path_, key), problems_};
}

JsonCursor JsonCursor::at(qsizetype index) const {
  return {value_.toArray().at(index), path_ + "[" + std::to_string(index) + "]", problems_};
}

qsizetype JsonCursor::count(std::string_view what) const {
  if (value_.isArray()) return value_.toArray().size();
  expected(what);
  return 0;
}

double JsonCursor::number() const {
  if (value_.isDouble()) return value_.toDouble();
  expected("a number");
  return 0;
}

std::int64_t JsonCursor::integer() const {
  const double number = value_.toDouble(0.5);  // not a number: not whole either
  const bool whole = value_.isDouble() && std::floor(number) == number && std::abs(number) <= 9e15;
  if (whole) return static_cast<std::int64_t>(number);
  expected("a whole number");
  return 1;
}

bool JsonCursor::boolean() const {
  if (value_.isBool()) return value_.toBool();
  expected("true or false");
  return false;
}

std::string JsonCursor::text() const {
  if (!value_.isString()) {
    expected("a text");
    return {};
  }
  std::string text = value_.toString().toStdString();
  if (text.size() > kMaxText) {
    problem("the text is longer than 64 KiB.");
    text.clear();
  }
  return text;
}

std::size_t JsonCursor::choice(std::string_view what,
                               const std::vector<std::string>& choices) const {
  if (!value_.isString()) {
    expected("one of " + join(choices));
    return 0;
  }
  const std::string word = value_.toString().toStdString();
  const auto found = std::ranges::find(choices, word);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  problem(unknown(what, word, choices) + ".");
  return 0;
}

bool JsonCursor::expectObject(const std::vector<std::string>& allowed) const {
  if (!value_.isObject()) {
    expected("an object {…}");
    return false;
  }
  for (const QString& name : value_.toObject().keys()) {
    const std::string key = name.toStdString();
    if (std::ranges::find(allowed, key) == allowed.end()) {
      at(key).problem(unknown("key", key, allowed) + ".");
    }
  }
  return true;
}

void JsonCursor::problem(std::string message) const {
  problems_.push_back({Severity::Error, path_, std::move(message)});
}

void JsonCursor::expected(std::string_view what) const {
  std::string found;
  switch (value_.type()) {
    case QJsonValue::Null:
      found = "null";
      break;
    case QJsonValue::Bool:
      found = value_.toBool() ? "true" : "false";
      break;
    case QJsonValue::Double:
      found = formatNumber(value_.toDouble());
      break;
    case QJsonValue::String:
      found = "the text \"" + value_.toString().left(40).toStdString() + "\"";
      break;
    case QJsonValue::Array:
      found = "a list";
      break;
    case QJsonValue::Object:
      found = "an object";
      break;
    case QJsonValue::Undefined:
      found = "nothing";
      break;
  }
  problem("expected " + std::string(what) + ", found " + found + ".");
}

}  // namespace vle
