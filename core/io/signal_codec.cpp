// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/signal_codec.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <QJsonObject>

#include "base/text.h"
#include "io/value_codec.h"

namespace vle {

namespace {

const std::vector<std::string> kSignals = {"constant",     "step",   "pulse", "sines",
                                           "random-sines", "square", "chirp", "noise",
                                           "samples",      "file",   "live",  "delay"};
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

/// [low, high]; without the key the defaults stay.
void readPair(const JsonCursor& object, const char* key, double& first, double& second) {
  if (!object.has(key)) return;
  const JsonCursor at = object.at(key);
  const List numbers = readList(at);
  if (numbers.size() == 2) {
    first = numbers[0];
    second = numbers[1];
  } else if (at.value().isArray()) {
    at.problem("expected two numbers, found " + std::to_string(numbers.size()) + ".");
  }
}

SignalSpec readStep(const JsonCursor& at) {
  const List numbers = readList(at);
  if (numbers.size() == 3) return StepSignal{numbers[0], numbers[1], numbers[2]};
  at.problem("expected [before, after, t].");
  return StepSignal{};
}

SignalSpec readPulse(const JsonCursor& at) {
  const List numbers = readList(at);
  if (numbers.size() == 5) {
    return PulseSignal{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]};
  }
  at.problem("expected [base, height, start, width, period].");
  return PulseSignal{};
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

SignalSpec readRandomSines(const JsonCursor& at) {
  RandomSinesSignal signal;
  if (!at.expectObject({"count", "f", "a", "redraw"})) return signal;
  if (at.has("count")) signal.count = at.at("count").integer();
  readPair(at, "f", signal.lowest, signal.highest);
  readNumber(at, "a", signal.a);
  readNumber(at, "redraw", signal.redraw);
  return signal;
}

SignalSpec readSquare(const JsonCursor& at) {
  SquareSignal signal;
  if (!at.expectObject({"low", "high", "period", "smooth"})) return signal;
  readNumber(at, "low", signal.low);
  readNumber(at, "high", signal.high);
  requireNumber(at, "period", signal.period);
  readNumber(at, "smooth", signal.smooth);
  return signal;
}

SignalSpec readChirp(const JsonCursor& at) {
  ChirpSignal signal;
  if (!at.expectObject({"f", "duration", "a"})) return signal;
  if (!at.has("f")) at.problem("the key 'f' is missing.");
  readPair(at, "f", signal.from, signal.to);
  requireNumber(at, "duration", signal.duration);
  readNumber(at, "a", signal.a);
  return signal;
}

SignalSpec readNoise(const JsonCursor& at) {
  NoiseSignal signal;
  if (!at.expectObject({"tau", "sd"})) return signal;
  requireNumber(at, "tau", signal.tau);
  readNumber(at, "sd", signal.sd);
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

SignalSpec readLive(const JsonCursor& at) {
  LiveSignal signal;
  if (at.expectObject({"range"})) readPair(at, "range", signal.low, signal.high);
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
  Json operator()(const StepSignal& signal) const {
    return of("step", Json::Array{signal.before, signal.after, signal.t});
  }
  Json operator()(const PulseSignal& signal) const {
    return of("pulse",
              Json::Array{signal.base, signal.height, signal.start, signal.width, signal.period});
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
  Json operator()(const RandomSinesSignal& signal) const {
    Json::Object object = {{"count", signal.count},
                           {"f", Json::Array{signal.lowest, signal.highest}},
                           {"a", signal.a}};
    if (signal.redraw != kNever) object.emplace_back("redraw", signal.redraw);
    return of("random-sines", std::move(object));
  }
  Json operator()(const SquareSignal& signal) const {
    Json::Object object = {{"low", signal.low}, {"high", signal.high}, {"period", signal.period}};
    if (signal.smooth != 0) object.emplace_back("smooth", signal.smooth);
    return of("square", std::move(object));
  }
  Json operator()(const ChirpSignal& signal) const {
    return of("chirp", Json::Object{{"f", Json::Array{signal.from, signal.to}},
                                    {"duration", signal.duration},
                                    {"a", signal.a}});
  }
  Json operator()(const NoiseSignal& signal) const {
    return of("noise", Json::Object{{"tau", signal.tau}, {"sd", signal.sd}});
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
  Json operator()(const LiveSignal& signal) const {
    return of("live", Json::Object{{"range", Json::Array{signal.low, signal.high}}});
  }
  Json operator()(const DelaySignal& signal) const {
    return of("delay", Json::Object{{"of", std::int64_t{signal.of}}, {"by", signal.by}});
  }
};

}  // namespace

SignalSpec readSignal(const JsonCursor& cursor) {
  if (!cursor.expectObject(kSignals)) return ConstantSignal{};
  if (cursor.value().toObject().isEmpty()) {
    cursor.problem("a signal needs one of " + join(kSignals) + ".");
    return ConstantSignal{};
  }
  const std::string kind = onlyKey(cursor, kSignals, "signal");
  if (kind.empty()) return ConstantSignal{};
  const JsonCursor at = cursor.at(kind);
  if (kind == "constant") return ConstantSignal{readValue(at)};
  if (kind == "step") return readStep(at);
  if (kind == "pulse") return readPulse(at);
  if (kind == "sines") return readSines(at);
  if (kind == "random-sines") return readRandomSines(at);
  if (kind == "square") return readSquare(at);
  if (kind == "chirp") return readChirp(at);
  if (kind == "noise") return readNoise(at);
  if (kind == "samples") return SamplesSignal{readRows(at)};
  if (kind == "file") return readFile(at);
  if (kind == "delay") return readDelay(at);
  return readLive(at);
}

Json writeSignal(const SignalSpec& signal) { return std::visit(WriteSignal{}, signal); }

TestSpec readTest(const JsonCursor& cursor) {
  TestSpec test;
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

Json writeTest(const TestSpec& test) {
  Json::Object inputs;
  for (const auto& [input, signal] : test.signal_of)
    inputs.emplace_back(input, writeSignal(signal));
  Json::Object object = {{"signals", std::move(inputs)}, {"duration", test.duration}};
  if (test.every != kNever) object.emplace_back("every", test.every);
  return object;
}

}  // namespace vle
