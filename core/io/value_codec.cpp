// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/value_codec.h"

#include <cmath>

#include <QJsonArray>
#include <QJsonObject>

#include "base/text.h"

namespace vle {

namespace {

const std::vector<std::string> kDraws = {"normal", "uniform", "log-uniform"};

Value readDraw(const JsonCursor& cursor, const std::string& kind) {
  cursor.expectObject({kind, "fan-in"});
  Draw draw;
  draw.kind = kind == "normal"    ? Draw::Kind::Normal
              : kind == "uniform" ? Draw::Kind::Uniform
                                  : Draw::Kind::LogUniform;
  const JsonCursor bounds = cursor.at(kind);
  if (bounds.count("a list of two numbers") == 2) {
    draw.a = bounds.at(qsizetype{0}).number();
    draw.b = bounds.at(qsizetype{1}).number();
  } else {
    bounds.problem("expected two numbers.");
  }
  if (cursor.has("fan-in")) draw.fan_in = cursor.at("fan-in").boolean();
  return draw;
}

std::uint32_t readReferredId(const JsonCursor& cursor) {
  const std::int64_t id = cursor.integer();
  if (id < 1 || id > 0xffffffffLL) {
    cursor.problem("expected the id of a node or projection, found " + std::to_string(id) + ".");
    return 0;
  }
  return static_cast<std::uint32_t>(id);
}

Json writeList(const List& list) {
  Json::Array array;
  for (const double number : list) array.emplace_back(number);
  return array;
}

struct WriteValue {
  Json operator()(double number) const { return number; }
  Json operator()(const List& list) const { return writeList(list); }
  Json operator()(const Rows& rows) const { return writeRows(rows); }
  Json operator()(const Draw& draw) const {
    Json::Object object = {
        {kDraws[static_cast<std::size_t>(draw.kind)], Json::Array{draw.a, draw.b}}};
    if (draw.fan_in) object.emplace_back("fan-in", true);
    return object;
  }
  Json operator()(const Reference& reference) const {
    const std::int64_t of = reference.of;
    if (reference.times == 1 && reference.plus.empty()) return Json::Object{{"same-as", of}};
    Json::Object object = {{"of", of}};
    if (reference.times != 1) object.emplace_back("times", reference.times);
    for (const Value& plus : reference.plus) object.emplace_back("plus", writeValue(plus));
    return object;
  }
};

}  // namespace

std::string onlyKey(const JsonCursor& cursor, const std::vector<std::string>& keys,
                    std::string_view what) {
  std::string found;
  for (const QString& name : cursor.value().toObject().keys()) {
    const std::string key = name.toStdString();
    for (const std::string& candidate : keys) {
      if (key != candidate) continue;
      if (!found.empty()) {
        cursor.problem("has both '" + join(std::vector{found, key}, "' and '") +
                       "', only one makes sense.");
        return {};
      }
      found = key;
    }
  }
  if (!found.empty()) return found;
  const QStringList names = cursor.value().toObject().keys();
  const std::string word = names.isEmpty() ? "" : names.first().toStdString();
  cursor.problem(unknown(what, word, keys) + ".");
  return {};
}

List readList(const JsonCursor& cursor) {
  const qsizetype count = cursor.count("a list of numbers");
  List list;
  list.reserve(static_cast<std::size_t>(count));
  // Long lists: numbers are taken from one copy of the array, cursors are made for mistakes only.
  const QJsonArray array = cursor.value().toArray();
  for (qsizetype k = 0; k < count; ++k) {
    const QJsonValue item = array.at(k);
    list.push_back(item.isDouble() ? item.toDouble() : cursor.at(k).number());
  }
  return list;
}

Rows readRows(const JsonCursor& cursor) {
  Rows rows;
  const qsizetype count = cursor.count("a list of rows");
  for (qsizetype k = 0; k < count; ++k) rows.push_back(readList(cursor.at(k)));
  return rows;
}

Json writeTexts(const std::vector<std::string>& texts) {
  return Json::Array(texts.begin(), texts.end());
}

Json writeRows(const Rows& rows) {
  Json::Array array;
  for (const List& row : rows) array.push_back(writeList(row));
  return array;
}

Value readValue(const JsonCursor& cursor) {
  if (cursor.value().isArray()) {
    const bool rows = cursor.value().toArray().first().isArray();
    return rows ? Value(readRows(cursor)) : Value(readList(cursor));
  }
  if (!cursor.isObject()) return cursor.number();
  std::vector<std::string> forms = kDraws;
  forms.insert(forms.end(), {"same-as", "of"});
  const std::string form = onlyKey(cursor, forms, "form of a value");
  if (form.empty()) return 0.0;
  if (form == "same-as") {
    cursor.expectObject({"same-as"});
    return Reference{readReferredId(cursor.at(form)), 1, {}};
  }
  if (form == "of") {
    cursor.expectObject({"of", "times", "plus"});
    Reference reference{readReferredId(cursor.at(form)), 1, {}};
    if (cursor.has("times")) reference.times = cursor.at("times").number();
    if (cursor.has("plus")) reference.plus.push_back(readValue(cursor.at("plus")));
    return reference;
  }
  return readDraw(cursor, form);
}

Json writeValue(const Value& value) { return std::visit(WriteValue{}, value.form); }

Pattern readPattern(const JsonCursor& cursor) {
  if (cursor.isObject()) {
    cursor.expectObject({"sparse"});
    if (!cursor.has("sparse"))
      cursor.problem("the key 'sparse' is missing.");
    else
      return {Pattern::Kind::Sparse, cursor.at("sparse").number()};
    return {};
  }
  const std::size_t kind = cursor.choice("pattern", {"dense", "one-to-one"});
  return {kind == 0 ? Pattern::Kind::Dense : Pattern::Kind::OneToOne, 1};
}

Json writePattern(const Pattern& pattern) {
  switch (pattern.kind) {
    case Pattern::Kind::Dense:
      return "dense";
    case Pattern::Kind::OneToOne:
      return "one-to-one";
    case Pattern::Kind::Sparse:
      return Json::Object{{"sparse", pattern.probability}};
  }
  return {};
}

Optimizer readOptimizer(const JsonCursor& cursor) {
  Optimizer optimizer;
  if (!cursor.isObject()) {
    (void)cursor.choice("optimizer", {"flow"});
    return optimizer;
  }
  cursor.expectObject({"momentum", "adam"});
  const std::string kind = onlyKey(cursor, {"momentum", "adam"}, "optimizer");
  if (kind == "momentum") {
    optimizer.kind = Optimizer::Kind::Momentum;
    optimizer.mu = cursor.at(kind).number();
  } else if (kind == "adam") {
    optimizer.kind = Optimizer::Kind::Adam;
    const JsonCursor betas = cursor.at(kind);
    if (betas.count("a list of two numbers") == 2) {
      optimizer.beta1 = betas.at(qsizetype{0}).number();
      optimizer.beta2 = betas.at(qsizetype{1}).number();
    } else {
      betas.problem("expected two numbers.");
    }
  }
  return optimizer;
}

Json writeOptimizer(const Optimizer& optimizer) {
  switch (optimizer.kind) {
    case Optimizer::Kind::Flow:
      return "flow";
    case Optimizer::Kind::Momentum:
      return Json::Object{{"momentum", optimizer.mu}};
    case Optimizer::Kind::Adam:
      return Json::Object{{"adam", Json::Array{optimizer.beta1, optimizer.beta2}}};
  }
  return {};
}

}  // namespace vle
