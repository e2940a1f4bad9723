// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/signal_codec.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include <QJsonObject>

#include "base/text.h"
#include "io/value_codec.h"
#include "model/signal_kinds.h"

namespace vle {

namespace {

const std::vector<std::string> kEnds = {"hold", "repeat", "zero"};
const std::vector<std::string> kResamples = {"hold", "linear"};

/// Reads a number that the object has; without it the default stays.
void readNumber(const JsonCursor& object, const char* key, double& number) {
  if (object.has(key)) number = object.at(key).number();
}

/// The same for a number that must be there.
void requireNumber(const JsonCursor& object, const char* key, double& number) {
  readNumber(object, key, number);
  if (!object.has(key)) object.problem("the key '" + std::string(key) + "' is missing.");
}

/// The fields of a kind that stand behind one key of its object.
struct FieldGroup {
  std::string key;
  std::span<const SignalField> fields;
};

std::vector<FieldGroup> groupsOf(const SignalKind& kind) {
  std::vector<FieldGroup> groups;
  const std::span<const SignalField> all = kind.fields;
  for (std::size_t begin = 0; begin < all.size(); begin += groups.back().fields.size()) {
    std::size_t count = 1;
    while (begin + count < all.size() && all[begin + count].file.key == all[begin].file.key) {
      ++count;
    }
    groups.push_back({std::string(all[begin].file.key), all.subspan(begin, count)});
  }
  return groups;
}

void readGroup(const JsonCursor& object, const FieldGroup& group, SignalSpec& signal) {
  const auto& [key, fields] = group;
  const SignalField& first = fields.front();
  if (!object.has(key)) {
    if (first.file.is_required) object.problem("the key '" + key + "' is missing.");
    return;
  }
  const JsonCursor at = object.at(key);
  if (fields.size() > 1) {
    const List numbers = readList(at);
    if (numbers.size() == fields.size()) {
      for (std::size_t k = 0; k < fields.size(); ++k) fields[k].write(signal, numbers[k]);
    } else if (at.value().isArray()) {
      at.problem("expected two numbers, found " + std::to_string(numbers.size()) + ".");
    }
  } else if (first.type == ParameterType::Integer) {
    first.write(signal, static_cast<double>(at.integer()));
  } else {
    first.write(signal, at.number());
  }
}

/// A signal that is all numbers.
SignalSpec readFields(const JsonCursor& at, const SignalKind& kind) {
  SignalSpec signal = kind.blank;
  const std::vector<FieldGroup> groups = groupsOf(kind);
  std::vector<std::string> keys;
  keys.reserve(groups.size());
  for (const FieldGroup& group : groups) keys.push_back(group.key);
  if (kind.form == SignalKind::Form::InOrder) {
    const List numbers = readList(at);
    if (numbers.size() != kind.fields.size()) {
      at.problem("expected [" + join(keys) + "].");
      return signal;
    }
    for (std::size_t k = 0; k < numbers.size(); ++k) kind.fields[k].write(signal, numbers[k]);
  } else if (at.expectObject(keys)) {
    for (const FieldGroup& group : groups) readGroup(at, group, signal);
  }
  return signal;
}

SignalSpec readSines(const JsonCursor& cursor) {
  SinesSignal signal;
  const qsizetype channels = cursor.count("a list of channels");
  for (qsizetype c = 0; c < channels; ++c) {
    const JsonCursor channel = cursor.at(c);
    std::vector<Sine>& sines = signal.channels.emplace_back();
    const qsizetype count = channel.count("a list of sines");
    for (qsizetype k = 0; k < count; ++k) {
      const JsonCursor at = channel.at(k);
      if (!at.expectObject({"f", "a", "phase"})) continue;
      Sine sine;
      requireNumber(at, "f", sine.f);
      readNumber(at, "a", sine.a);
      readNumber(at, "phase", sine.phase);
      sines.push_back(sine);
    }
  }
  return signal;
}

/// A text that must be one of some.
template <class Words>
void readWord(const JsonCursor& object, const char* key, const Words& words, std::string& word) {
  if (!object.has(key)) return;
  std::vector<std::string> choices(std::begin(words), std::end(words));
  word = choices[object.at(key).choice(key, choices)];
}

/// One value, or one a channel.
template <class Read>
void readEach(const JsonCursor& object, const char* key, Read read) {
  if (!object.has(key)) return;
  const JsonCursor at = object.at(key);
  if (!at.value().isArray()) return read(at);
  const qsizetype count = at.count("a list");
  if (count == 0)
    at.problem("the list is empty; without '" + std::string(key) + "' nothing is done.");
  for (qsizetype k = 0; k < count; ++k) read(at.at(k));
}

void readReading(const JsonCursor& at, TableReading& reading) {
  if (at.has("columns")) {
    const JsonCursor columns = at.at("columns");
    const qsizetype count = columns.count("a list of column names");
    for (qsizetype k = 0; k < count; ++k) {
      const JsonCursor column = columns.at(k);
      const bool is_number = column.value().isDouble();
      reading.columns.push_back(is_number ? std::to_string(column.integer()) : column.text());
    }
    if (reading.columns.empty() && columns.value().isArray()) {
      columns.problem("there must be a column; without 'columns' all but the times are taken.");
    }
  }
  if (at.has("header")) reading.header = at.at("header").boolean();
  if (at.has("separator")) {
    reading.separator = at.at("separator").text();
    if (std::ranges::find(kSeparators, reading.separator) == std::end(kSeparators)) {
      at.at("separator")
          .problem(R"(the separator is one of ",", ";", "\t", "|" and " " (any run of blanks).)");
    }
  }
  readWord(at, "decimal", std::array{".", ","}, reading.decimal);
  if (at.has("time")) {
    const JsonCursor time = at.at("time");
    const bool is_none = time.value().isBool() && !time.value().toBool();
    reading.time = is_none ? std::string() : time.text();
    if (!is_none && time.value().isString() && reading.time->empty()) {
      time.problem("the name is empty; false means that there is no column of times.");
    }
  }
  std::vector<std::string_view> units;
  for (const TimeUnit& unit : kTimeUnits) units.push_back(unit.name);
  readWord(at, "unit", units, reading.unit);
  readEach(at, "gain", [&](const JsonCursor& one) { reading.gain.push_back(one.number()); });
  readEach(at, "offset", [&](const JsonCursor& one) { reading.offset.push_back(one.number()); });
  readEach(at, "zscore", [&](const JsonCursor& one) { reading.zscore.push_back(one.boolean()); });
}

SignalSpec readFile(const JsonCursor& at) {
  FileSignal signal;
  const bool is_object =
      at.expectObject({"path", "columns", "header", "separator", "decimal", "time", "unit", "gain",
                       "offset", "zscore", "interval", "resample", "end"});
  if (!is_object) return signal;
  if (at.has("path"))
    signal.path = at.at("path").text();
  else
    at.problem("the key 'path' is missing.");
  readReading(at, signal.reading);
  readNumber(at, "interval", signal.interval);
  if (at.has("interval") && signal.interval == 0) {  // without the key it is not said
    at.at("interval").problem("interval is 0 ms, must be > 0 ms.");
  }
  if (at.has("resample")) {
    signal.resample =
        static_cast<FileSignal::Resample>(at.at("resample").choice("way to resample", kResamples));
  }
  if (at.has("end")) {
    signal.end = static_cast<FileSignal::End>(at.at("end").choice("end of a file", kEnds));
  }
  return signal;
}

SignalSpec readDelay(const JsonCursor& at) {
  DelaySignal signal;
  if (!at.expectObject({"of", "by"})) return signal;
  requireNumber(at, "by", signal.by);
  if (!at.has("of")) {
    at.problem("the key 'of' is missing.");
    return signal;
  }
  const std::int64_t of = at.at("of").integer();
  if (of >= 1 && of <= 0xffffffffLL) {
    signal.of = static_cast<std::uint32_t>(of);
  } else {
    at.at("of").problem("expected the id of an input.");
  }
  return signal;
}

Json writeField(const SignalField& field, const SignalSpec& signal) {
  const double value = field.read(signal);
  if (field.type == ParameterType::Integer) return static_cast<std::int64_t>(value);
  return value;
}

Json writeList(std::span<const SignalField> fields, const SignalSpec& signal) {
  Json::Array list;
  for (const SignalField& field : fields) list.push_back(writeField(field, signal));
  return list;
}

/// What `readFields` reads.
Json writeFields(const SignalSpec& signal, const SignalKind& kind) {
  if (kind.form == SignalKind::Form::InOrder) return writeList(kind.fields, signal);
  Json::Object object;
  for (const auto& [key, fields] : groupsOf(kind)) {
    const SignalField& first = fields.front();
    if (first.read(signal) == first.file.unsaid) continue;
    object.emplace_back(key,
                        fields.size() > 1 ? writeList(fields, signal) : writeField(first, signal));
  }
  return object;
}

/// The kinds that are more than their numbers; the others are written by the table.
struct WriteSignal {
  /// The one key of a signal and what stands behind it.
  static Json of(const char* kind, Json json) { return Json::Object{{kind, std::move(json)}}; }
  /// One value as such, several as a list, none not at all.
  template <class Values>
  static void each(Json::Object& object, const char* key, const Values& values) {
    if (values.empty()) return;
    if (values.size() == 1) return object.emplace_back(key, Json(values[0])), void();
    Json::Array list;
    for (const auto value : values) list.emplace_back(value);
    object.emplace_back(key, std::move(list));
  }

  Json operator()(const ConstantSignal& signal) const {
    return of("constant", writeValue(signal.value));
  }
  Json operator()(const SinesSignal& signal) const {
    Json::Array channels;
    for (const auto& sines : signal.channels) {
      Json::Array channel;
      for (const Sine& sine : sines) {
        channel.push_back(Json::Object{{"f", sine.f}, {"a", sine.a}, {"phase", sine.phase}});
      }
      channels.emplace_back(std::move(channel));
    }
    return of("sines", std::move(channels));
  }
  Json operator()(const SamplesSignal& signal) const {
    return of("samples", writeRows(signal.channels));
  }
  Json operator()(const FileSignal& signal) const {
    const TableReading& reading = signal.reading;
    Json::Object object = {{"path", signal.path}};
    if (!reading.columns.empty()) object.emplace_back("columns", writeTexts(reading.columns));
    if (reading.header) object.emplace_back("header", *reading.header);
    if (!reading.separator.empty()) object.emplace_back("separator", reading.separator);
    if (!reading.decimal.empty()) object.emplace_back("decimal", reading.decimal);
    if (reading.time) {
      object.emplace_back("time", reading.time->empty() ? Json(false) : Json(*reading.time));
    }
    if (!reading.unit.empty()) object.emplace_back("unit", reading.unit);
    each(object, "gain", reading.gain);
    each(object, "offset", reading.offset);
    each(object, "zscore", reading.zscore);
    if (signal.interval != 0) object.emplace_back("interval", signal.interval);
    if (signal.resample != FileSignal::Resample::Hold) {
      object.emplace_back("resample", kResamples[static_cast<std::size_t>(signal.resample)]);
    }
    if (signal.end != FileSignal::End::Hold) {
      object.emplace_back("end", kEnds[static_cast<std::size_t>(signal.end)]);
    }
    return of("file", std::move(object));
  }
  Json operator()(const DelaySignal& signal) const {
    return of("delay", Json::Object{{"of", std::int64_t{signal.of}}, {"by", signal.by}});
  }
  template <class Signal>
  Json operator()(const Signal& signal) const {
    const SignalKind& kind = kindOf(signal);
    return Json::Object{{std::string(kind.key), writeFields(signal, kind)}};
  }
};

}  // namespace

SignalSpec readSignal(const JsonCursor& cursor) {
  std::vector<std::string> keys;
  for (const SignalKind& kind : signalKinds()) keys.emplace_back(kind.key);
  if (!cursor.expectObject(keys)) return ConstantSignal{};
  if (cursor.value().toObject().isEmpty()) {
    cursor.problem("a signal needs one of " + join(keys) + ".");
    return ConstantSignal{};
  }
  const std::string key = onlyKey(cursor, keys, "signal");
  if (key.empty()) return ConstantSignal{};
  const JsonCursor at = cursor.at(key);
  const SignalKind& kind = *std::ranges::find(signalKinds(), key, &SignalKind::key);
  if (kind.form != SignalKind::Form::Own) return readFields(at, kind);
  if (key == "sines") return readSines(at);
  if (key == "samples") return SamplesSignal{readRows(at)};
  if (key == "file") return readFile(at);
  if (key == "delay") return readDelay(at);
  return ConstantSignal{readValue(at)};
}

Json writeSignal(const SignalSpec& signal) { return std::visit(WriteSignal{}, signal); }

HeldOutSpec readHeldOut(const JsonCursor& cursor) {
  HeldOutSpec test;
  if (!cursor.expectObject({"signals", "duration", "every"})) return test;
  requireNumber(cursor, "duration", test.duration);
  readNumber(cursor, "every", test.every);
  if (!cursor.has("signals")) return test;
  const JsonCursor inputs = cursor.at("signals");
  if (!inputs.isObject()) inputs.problem("expected an object of input or target: signal.");
  for (const QString& name : inputs.value().toObject().keys()) {
    const std::string input = name.toStdString();
    test.signal_of[input] = readSignal(inputs.at(input));
  }
  return test;
}

Json writeHeldOut(const HeldOutSpec& test) {
  Json::Object inputs;
  for (const auto& [input, signal] : test.signal_of)
    inputs.emplace_back(input, writeSignal(signal));
  Json::Object object = {{"signals", std::move(inputs)}, {"duration", test.duration}};
  if (test.every != kNever) object.emplace_back("every", test.every);
  return object;
}

}  // namespace vle
