// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/parameter_codec.h"

#include <cmath>

#include "io/signal_codec.h"
#include "io/value_codec.h"

namespace vle {

ParameterValue readParameter(const JsonCursor& cursor, const ParameterInfo& info) {
  switch (info.type) {
    case ParameterType::Bool:
      return cursor.boolean();
    case ParameterType::Integer:
      return cursor.integer();
    case ParameterType::Number:
      if (!info.infinite.empty() && cursor.value().toString().toStdString() == info.infinite) {
        return kNever;
      }
      return cursor.number();
    case ParameterType::Choice: {
      const std::vector<std::string> choices(info.choices.begin(), info.choices.end());
      return choices[cursor.choice("value of " + std::string(info.key), choices)];
    }
    case ParameterType::Value:
      return readValue(cursor);
    case ParameterType::Pattern:
      return readPattern(cursor);
    case ParameterType::Optimizer:
      return readOptimizer(cursor);
    case ParameterType::Signal:
      return readSignal(cursor);
    case ParameterType::HeldOut:
      if (cursor.value().isNull()) return std::optional<HeldOutSpec>();  // a variant without
      return readHeldOut(cursor);
  }
  return false;
}

Json writeParameter(const ParameterInfo& info, const ParameterValue& value) {
  struct Write {
    const ParameterInfo& info;
    Json operator()(bool b) const { return b; }
    Json operator()(std::int64_t i) const { return i; }
    Json operator()(double d) const {
      return std::isinf(d) && !info.infinite.empty() ? Json(info.infinite) : Json(d);
    }
    Json operator()(const std::string& text) const { return text; }
    Json operator()(const Value& form) const { return writeValue(form); }
    Json operator()(const Pattern& pattern) const { return writePattern(pattern); }
    Json operator()(const Optimizer& optimizer) const { return writeOptimizer(optimizer); }
    Json operator()(const SignalSpec& signal) const { return writeSignal(signal); }
    Json operator()(const std::optional<HeldOutSpec>& test) const {
      return test ? writeHeldOut(*test) : Json();
    }
  };
  return std::visit(Write{info}, value);
}

ParameterValue parseParameter(std::string_view text, const ParameterInfo& info) {
  QJsonValue json;
  try {
    json = parseJson(text);
  } catch (const Error&) {
    json = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
  }
  std::vector<Problem> problems;
  ParameterValue value = readParameter(JsonCursor(json, "$", problems), info);
  if (!problems.empty()) throw Error(ErrorKind::InvalidSpec, problems.front().message);
  return value;
}

}  // namespace vle
