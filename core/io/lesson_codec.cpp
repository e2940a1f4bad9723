// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/lesson_codec.h"

#include <cmath>

#include <QJsonObject>

#include "base/text.h"
#include "io/parameter_codec.h"
#include "io/value_codec.h"
#include "model/paths.h"

namespace vle {

namespace {

const std::vector<std::string> kCheckKinds = {"probe", "set", "done", "all", "any"};
const std::vector<std::string> kComparisons = {"below", "above", "within"};

bool requireKey(const JsonCursor& object, const char* key) {
  if (object.has(key)) return true;
  object.problem("the key '" + std::string(key) + "' is missing.");
  return false;
}

// --- Reading -------------------------------------------------------------------------------------

std::string readNonEmpty(const JsonCursor& cursor, const char* what) {
  std::string text = cursor.text();
  if (cursor.value().isString() && text.empty()) {
    cursor.problem("expected the name of " + std::string(what) + ", found an empty text.");
  }
  return text;
}

/// {"probe": P, "is": "below", "value": v, "for": ms}
ProbeCheck readProbeCheck(const JsonCursor& cursor) {
  cursor.expectObject({"probe", "is", "value", "for"});
  ProbeCheck check{.probe = readNonEmpty(cursor.at("probe"), "a probe")};
  if (cursor.has("for")) {
    check.hold = cursor.at("for").number();
    if (check.hold < 0) cursor.at("for").problem("a time must be >= 0 ms.");
  }
  if (!requireKey(cursor, "is") || !requireKey(cursor, "value")) return check;
  const std::size_t comparison = cursor.at("is").choice("comparison", kComparisons);
  const JsonCursor value = cursor.at("value");
  if (comparison == 0) check.high = value.number();
  if (comparison == 1) check.low = value.number();
  if (comparison < 2) return check;
  if (value.count("two bounds [low, high]") != 2) {
    if (value.value().isArray()) value.problem("expected two bounds [low, high].");
    return check;
  }
  check.low = value.at(qsizetype{0}).number();
  check.high = value.at(qsizetype{1}).number();
  if (!(check.low < check.high)) value.problem("the lower bound must be below the upper one.");
  return check;
}

/// {"set": path, "to": value}
SetCheck readSetCheck(const JsonCursor& cursor, const Project& project) {
  cursor.expectObject({"set", "to"});
  SetCheck check{.path = cursor.at("set").text()};
  if (!requireKey(cursor, "to")) return check;
  const JsonCursor to = cursor.at("to");
  check.to = toText(fromQt(to.value()));
  check.to.pop_back();  // the end of the line
  if (check.to.size() > kMaxText) to.problem("the value is longer than 64 KiB.");
  try {
    const ParameterInfo& info = parameterAt(project, check.path);
    if (auto wrong = checkRange(info, readParameter(to, info))) to.problem(*wrong + ".");
  } catch (const Error& error) {
    cursor.at("set").problem(error.message() + ".", Severity::Warning);
  }
  return check;
}

Check readCheck(const JsonCursor& cursor, const Project& project, std::size_t depth);

/// {"all": […]} or {"any": […]}
GroupCheck readGroup(const JsonCursor& cursor, const std::string& key, const Project& project,
                     std::size_t depth) {
  cursor.expectObject({key});
  GroupCheck group{.kind = key == "all" ? GroupCheck::Kind::All : GroupCheck::Kind::Any,
                   .checks = {}};
  const JsonCursor list = cursor.at(key);
  const qsizetype count = list.count("a list of checks");
  if (count == 0 && list.value().isArray()) list.problem("there must be at least one check.");
  for (qsizetype k = 0; k < count; ++k) {
    group.checks.push_back(readCheck(list.at(k), project, depth + 1));
  }
  return group;
}

/// @param depth  1 for a check without a group around it
Check readCheck(const JsonCursor& cursor, const Project& project, std::size_t depth) {
  if (depth > kMaxCheckDepth) {
    cursor.problem("checks are nested more than " + std::to_string(kMaxCheckDepth) + " deep.");
    return {};
  }
  if (cursor.has("probe")) return {readProbeCheck(cursor)};
  if (cursor.has("set")) return {readSetCheck(cursor, project)};
  if (cursor.has("done")) {
    cursor.expectObject({"done"});
    return {DoneCheck{readNonEmpty(cursor.at("done"), "an action")}};
  }
  for (const char* key : {"all", "any"}) {
    if (cursor.has(key)) return {readGroup(cursor, key, project, depth)};
  }
  if (cursor.expectObject(kCheckKinds)) {
    cursor.problem("a check needs one of " + join(kCheckKinds) + ".");
  }
  return {};
}

LessonStep readStep(const JsonCursor& cursor, const Project& project) {
  LessonStep step;
  if (!cursor.expectObject({"text", "highlight", "task", "check", "hint"})) return step;
  if (cursor.has("text")) step.text = cursor.at("text").text();
  if (cursor.has("highlight")) step.highlight = cursor.at("highlight").texts();
  if (cursor.has("task")) step.task = cursor.at("task").text();
  if (cursor.has("check")) step.check = readCheck(cursor.at("check"), project, 1);
  if (cursor.has("hint")) step.hint = cursor.at("hint").text();
  return step;
}

// --- Writing -------------------------------------------------------------------------------------

Json writeCheck(const Check& check);

struct WriteCheck {
  Json operator()(const ProbeCheck& check) const {
    const bool has_low = std::isfinite(check.low);
    const bool has_high = std::isfinite(check.high);
    Json::Object object = {{"probe", check.probe}};
    if (has_low && has_high) {
      object.emplace_back("is", "within");
      object.emplace_back("value", Json::Array{check.low, check.high});
    } else {
      object.emplace_back("is", has_low ? "above" : "below");
      object.emplace_back("value", has_low ? check.low : check.high);
    }
    if (check.hold != 0) object.emplace_back("for", check.hold);
    return object;
  }
  Json operator()(const SetCheck& check) const {
    return Json::Object{{"set", check.path}, {"to", fromQt(parseJson(check.to))}};
  }
  Json operator()(const DoneCheck& check) const { return Json::Object{{"done", check.action}}; }
  Json operator()(const GroupCheck& group) const {
    Json::Array checks;
    for (const Check& check : group.checks) checks.push_back(writeCheck(check));
    const char* key = group.kind == GroupCheck::Kind::All ? "all" : "any";
    return Json::Object{{key, std::move(checks)}};
  }
};

Json writeCheck(const Check& check) { return std::visit(WriteCheck{}, check.kind); }

Json writeStep(const LessonStep& step) {
  Json::Object object = {{"text", step.text}};
  if (!step.highlight.empty()) object.emplace_back("highlight", writeTexts(step.highlight));
  if (!step.task.empty()) object.emplace_back("task", step.task);
  if (step.check) object.emplace_back("check", writeCheck(*step.check));
  if (!step.hint.empty()) object.emplace_back("hint", step.hint);
  return object;
}

// --- Probes --------------------------------------------------------------------------------------

void addProbes(const Check& check, const std::string& path, std::vector<WatchedProbe>& probes) {
  if (const auto* probe = std::get_if<ProbeCheck>(&check.kind)) {
    probes.push_back({path + ".probe", probe->probe});
  } else if (const auto* group = std::get_if<GroupCheck>(&check.kind)) {
    const char* key = group->kind == GroupCheck::Kind::All ? ".all[" : ".any[";
    for (std::size_t k = 0; k < group->checks.size(); ++k) {
      addProbes(group->checks[k], path + key + std::to_string(k) + "]", probes);
    }
  }
}

}  // namespace

Lesson readLesson(const JsonCursor& cursor, const Project& project) {
  Lesson lesson;
  if (!cursor.expectObject({"order", "steps", "locked"})) return lesson;
  if (cursor.has("order")) lesson.order = cursor.at("order").integer();
  if (cursor.has("locked")) lesson.locked = cursor.at("locked").texts();
  if (!cursor.has("steps")) return lesson;
  const JsonCursor steps = cursor.at("steps");
  const auto count = static_cast<std::size_t>(steps.count("a list of steps"));
  if (count > kMaxLessonSteps) {
    steps.problem("there are " + std::to_string(count) + " steps, the limit is " +
                  std::to_string(kMaxLessonSteps) + ".");
    return lesson;
  }
  for (std::size_t k = 0; k < count; ++k) {
    lesson.steps.push_back(readStep(steps.at(static_cast<qsizetype>(k)), project));
  }
  return lesson;
}

Json writeLesson(const Lesson& lesson) {
  Json::Array steps;
  for (const LessonStep& step : lesson.steps) steps.push_back(writeStep(step));
  Json::Object object = {{"order", lesson.order}, {"steps", std::move(steps)}};
  if (!lesson.locked.empty()) object.emplace_back("locked", writeTexts(lesson.locked));
  return object;
}

bool isSet(const Project& project, const SetCheck& check) {
  try {
    const ParameterInfo& info = parameterAt(project, check.path);
    return parseParameter(check.to, info) == valueAt(project, check.path);
  } catch (const Error&) {
    return false;
  }
}

std::vector<WatchedProbe> watchedProbes(const Lesson& lesson) {
  std::vector<WatchedProbe> probes;
  for (std::size_t k = 0; k < lesson.steps.size(); ++k) {
    const auto& check = lesson.steps[k].check;
    if (!check) continue;
    addProbes(*check, "$.lesson.steps[" + std::to_string(k) + "].check", probes);
  }
  return probes;
}

}  // namespace vle
