// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/json_text.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/text.h"

namespace vle {

namespace {

constexpr std::size_t kLineWidth = 100;
constexpr std::size_t kMaxProblems = 1000;

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

/// Writes a value on one line; gives up once the line is too long, so that trying costs no more
/// than a line whatever the value contains.
struct OneLine {
  std::string& line;
  std::size_t width;

  bool put(std::string_view text) const {
    line += text;
    return line.size() <= width;
  }
  bool operator()(std::nullptr_t) const { return put("null"); }
  bool operator()(bool b) const { return put(b ? "true" : "false"); }
  bool operator()(std::int64_t i) const { return put(std::to_string(i)); }
  bool operator()(double d) const { return put(std::isfinite(d) ? formatNumber(d) : "null"); }
  bool operator()(const std::string& text) const { return put(quoted(text)); }
  bool operator()(const Json::Array& array) const {
    if (!put("[")) return false;
    for (std::size_t k = 0; k < array.size(); ++k) {
      if ((k > 0 && !put(", ")) || !std::visit(*this, array[k].value)) return false;
    }
    return put("]");
  }
  bool operator()(const Json::Object& object) const {
    if (!put("{")) return false;
    for (std::size_t k = 0; k < object.size(); ++k) {
      const auto& [key, item] = object[k];
      if ((k > 0 && !put(", ")) || !put(quoted(key) + ": ") || !std::visit(*this, item.value)) {
        return false;
      }
    }
    return put("}");
  }
};

/// What does not fit on a line gets a line per item.
void write(const Json& json, std::size_t indent, std::size_t taken, std::string& text) {
  std::string line;
  const std::size_t room = kLineWidth > taken ? kLineWidth - taken : 0;
  const bool is_list = std::holds_alternative<Json::Array>(json.value) ||
                       std::holds_alternative<Json::Object>(json.value);
  if (std::visit(OneLine{line, is_list ? room : std::string::npos}, json.value)) {
    text += line;
    return;
  }
  const std::string margin(indent + 2, ' ');
  const auto item = [&](bool is_first, const std::string& key, const Json& value) {
    text += (is_first ? "\n" : ",\n") + margin + key;
    write(value, indent + 2, margin.size() + key.size(), text);
  };
  if (const auto* array = std::get_if<Json::Array>(&json.value)) {
    text += '[';
    for (std::size_t k = 0; k < array->size(); ++k) item(k == 0, "", (*array)[k]);
    text += '\n' + std::string(indent, ' ') + ']';
  } else if (const auto* object = std::get_if<Json::Object>(&json.value)) {
    text += '{';
    for (std::size_t k = 0; k < object->size(); ++k) {
      item(k == 0, quoted((*object)[k].first) + ": ", (*object)[k].second);
    }
    text += '\n' + std::string(indent, ' ') + '}';
  }
}

}  // namespace

std::string toText(const Json& json) {
  std::string text;
  write(json, 0, 0, text);
  return text + '\n';
}

Json fromQt(const QJsonValue& value) {
  switch (value.type()) {
    case QJsonValue::Bool:
      return value.toBool();
    case QJsonValue::Double: {
      const qint64 whole = value.toInteger(0);
      return whole == value.toInteger(1) ? Json(std::int64_t{whole}) : Json(value.toDouble());
    }
    case QJsonValue::String:
      return value.toString().toStdString();
    case QJsonValue::Array: {
      Json::Array array;
      for (const QJsonValue item : value.toArray()) array.push_back(fromQt(item));
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

namespace {

/// Where something stands in a text.
std::string placeIn(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto newline = before.rfind('\n');
  const std::size_t column =
      before.size() - (newline == std::string_view::npos ? 0 : newline + 1) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// Goes through the tokens of a text that is, or should be, JSON, for what Qt's parser passes over
/// (a key that stands twice: the last one wins) or does not name (a comment, a comma too many).
class JsonScan {
 public:
  explicit JsonScan(std::string_view text) : text_(text) {}

  /// The first thing that is wrong, up to an offset; "" if nothing is.
  std::string problem(std::size_t until = std::string_view::npos) {
    until = std::min(until, text_.size());
    while (at_ < until) {
      const std::size_t begin = at_++;
      const char c = text_[begin];
      if (c == '/' || c == '#') {
        return "comments are not part of JSON, and one begins at " + placeIn(text_, begin);
      }
      if (c == '{' || c == '[') objects_.push_back({c == '{', {}});
      if (c == '}' || c == ']') {
        if (last_ == ',') {
          return std::string("the comma before '") + c + "' is one too many, at " +
                 placeIn(text_, begin);
        }
        if (!objects_.empty()) objects_.pop_back();
      }
      if (c == '"') {
        skipText();
        if (std::string twice = keyProblem(begin); !twice.empty()) return twice;
      }
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') last_ = c;
    }
    return {};
  }

 private:
  struct Level {
    bool is_object = false;
    std::map<QByteArray, std::size_t> keys;  ///< and where they stand
  };

  void skipText() {
    while (at_ < text_.size() && text_[at_] != '"')
      at_ += text_[at_] == '\\' ? std::size_t{2} : std::size_t{1};
    at_ = std::min(at_ + 1, text_.size());
  }

  /// @param begin  of the text that was just passed
  std::string keyProblem(std::size_t begin) {
    if (objects_.empty() || !objects_.back().is_object || (last_ != '{' && last_ != ',')) return {};
    QByteArray key(text_.data() + begin, static_cast<qsizetype>(at_ - begin));
    if (key.contains('\\')) {  // "\u0064t" is "dt"
      key =
          '"' + QJsonDocument::fromJson('[' + key + ']').array().first().toString().toUtf8() + '"';
    }
    const auto [there, is_new] = objects_.back().keys.emplace(key, begin);
    if (is_new) return {};
    return "the key " + oneLine(key.left(80).toStdString()) + " stands twice in one object, at " +
           placeIn(text_, there->second) + " and at " + placeIn(text_, begin);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  char last_ = 0;  ///< the last character that is no blank; of a text its quote
  std::vector<Level> objects_;
};

}  // namespace

QJsonValue parseJson(std::string_view text) {
  // Qt parses documents, which are arrays or objects; a one-element array admits any value.
  const QByteArray wrapped =
      "[" + QByteArray(text.data(), static_cast<qsizetype>(text.size())) + "]";
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(wrapped, &error);
  if (error.error == QJsonParseError::NoError) {
    const QJsonArray values = document.array();
    if (values.size() == 1) {
      if (const std::string twice = JsonScan(text).problem(); !twice.empty()) {
        throw Error(ErrorKind::File, twice);
      }
      return values.first();
    }
    throw Error(ErrorKind::File,
                values.isEmpty() ? "there is no JSON value" : "there is more than one JSON value");
  }
  const auto offset = static_cast<std::size_t>(std::max(0, error.offset - 1));
  const std::string named = JsonScan(text).problem(offset + 2);
  throw Error(ErrorKind::File,
              "not valid JSON: " + (named.empty() ? error.errorString().toStdString() + " at " +
                                                        placeIn(text, offset)
                                                  : named));
}

std::string childPath(const std::string& parent, std::string_view key) {
  const bool plain = !key.empty() && std::ranges::all_of(key, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_';
  });
  return plain ? parent + "." + std::string(key)
               : parent + "[\"" + std::string(key.substr(0, 64)) + "\"]";
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
  // Two defaults: what is no whole number, or none of 64 bits, gives either.
  const qint64 number = value_.toInteger(0);
  if (number == value_.toInteger(1)) return number;
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

std::vector<std::string> JsonCursor::texts() const {
  std::vector<std::string> texts;
  const qsizetype size = count("a list of texts");
  for (qsizetype k = 0; k < size; ++k) texts.push_back(at(k).text());
  return texts;
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

void JsonCursor::problem(std::string message, Severity severity) const {
  if (problems_.size() >= kMaxProblems) return;  // nobody reads more, and a file can hold millions
  problems_.push_back({severity, path_, std::move(message)});
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
