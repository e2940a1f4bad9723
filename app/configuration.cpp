// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "configuration.h"

#include <algorithm>
#include <cstdio>

#include <QDir>
#include <QFileInfo>

#include "base/error.h"
#include "base/text.h"
#include "io/output.h"
#include "io/parameter_codec.h"
#include "io/project_file.h"
#include "io/signal_files.h"
#include "messages.h"
#include "model/paths.h"
#include "model/validate.h"
#include "model/variants.h"
#include "sim/model_trial.h"

namespace vle::app {

namespace {

/// What is asked for on the command line holds in every variant, whatever that overrides.
void overrule(Variant& variant, const std::string& path, const ParameterValue& value) {
  const auto dot = path.find('.');
  const std::string key = path.substr(dot);
  std::erase_if(variant.set, [&](const auto& entry) {
    const bool same_key = entry.first.substr(entry.first.find('.')) == key;
    return entry.first == path || (path.starts_with("*.") && same_key);
  });
  // A whole that is set holds for its parts; a part is an exception to a whole.
  std::erase_if(variant.set,
                [&path](const auto& entry) { return entry.first.starts_with(path + "."); });
  const auto last = path.rfind('.');
  const auto whole = variant.set.find(path.substr(0, last));
  if (whole != variant.set.end()) {
    const auto* test = std::get_if<std::optional<HeldOutSpec>>(&whole->second);
    if (test == nullptr || test->has_value()) variant.set[path] = value;
  }
  // A name is an exception to the wildcard.
  if (variant.set.contains("*" + key)) variant.set[path] = value;
}

/// Reads the files that signals of a value name.
/// @param folders  where relative paths lead from
void readFiles(ParameterValue& value, const std::vector<std::string>& folders) {
  const auto read = [&folders](SignalSpec& signal) {
    if (auto* file = std::get_if<FileSignal>(&signal)) readSignalFile(*file, folders);
  };
  if (auto* signal = std::get_if<SignalSpec>(&value)) read(*signal);
  if (auto* test = std::get_if<std::optional<HeldOutSpec>>(&value); test != nullptr && *test) {
    for (auto& [name, signal] : (*test)->signal_of) read(signal);
  }
}

}  // namespace

void assign(Project& project, const std::string& path, const std::string& text,
            const std::string& id, const std::string& where) {
  std::vector<std::string> folders;
  if (QFileInfo::exists(QString::fromStdString(id))) folders = foldersOf(id);
  folders.push_back(QDir::currentPath().toStdString());
  try {
    const ParameterInfo& info = parameterAt(project, path);
    ParameterValue value = parseParameter(text, info);
    readFiles(value, folders);
    setAt(project, path, value);
    for (Variant& variant : project.variants) overrule(variant, path, value);
  } catch (const Error& error) {
    throw Error(error.kind(), error.message(), where);
  }
}

void setSeed(Project& project, std::int64_t seed) {
  project.settings.seed = seed;
  for (Variant& variant : project.variants) variant.set.erase("settings.seed");
}

const std::string& onePositional(const Arguments& arguments, const char* command) {
  if (arguments.positional().size() == 1) return arguments.positional().front();
  throw UsageError(std::string(command) + " needs one PROJECT, a file or the id of a preset");
}

void writeReport(const std::string& text, bool is_output_taken) {
  if (!is_output_taken) return StandardOutput().write(text);
  if (std::fputs(text.c_str(), stderr) < 0) {
    throw Error(ErrorKind::File, "the report cannot be written to the standard error.");
  }
}

Project configured(const Arguments& arguments) {
  const std::string& id = arguments.positional().front();
  LoadedProject loaded = readProjectOrPreset(id);
  const std::vector<Problem> problems = loaded.problems;
  Project project = projectOf(std::move(loaded), id);
  for (const Problem& problem : problems) {
    if (problem.severity == Severity::Warning) sayProblem(problem, id);
  }
  if (const auto duration = arguments.number("duration")) {
    project.settings.duration = *duration;
  }
  if (const auto seed = arguments.integer("seed")) {
    setSeed(project, *seed);
  }
  const std::vector<std::string> wanted = arguments.values("variant");
  if (!wanted.empty()) {
    const std::vector<Variant> all = runningVariants(project);
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const Variant& variant : all) names.push_back(variant.name);
    project.variants.clear();
    for (const std::string& name : wanted) {
      const auto found = std::ranges::find(all, name, &Variant::name);
      if (found == all.end()) {
        throw Error(ErrorKind::InvalidSpec, unknown("variant", name, names) + ".", "--variant");
      }
      if (std::ranges::find(project.variants, name, &Variant::name) == project.variants.end()) {
        project.variants.push_back(*found);
      }
    }
  }
  for (const std::string& assignment : arguments.values("set")) {
    const auto equals = assignment.find('=');
    if (equals == std::string::npos) throw UsageError("--set needs PATH=VALUE");
    const std::string path = assignment.substr(0, equals);
    assign(project, path, assignment.substr(equals + 1), id, "--set " + path);
  }
  requireSound(project);
  return project;
}

std::vector<Issue> errorProblems(const Project& project, const std::vector<Variant>& variants) {
  std::vector<Issue> issues;
  for (const Variant& variant : variants) {
    const auto network = Network::build(applyVariant(project, variant));
    std::vector<Issue> own = trialIssues(*network, variants.size() > 1 ? variant.name : "");
    std::ranges::move(own, std::back_inserter(issues));
  }
  return issues;
}

void warnOf(const Project& project, const std::vector<Variant>& variants) {
  for (const Issue& issue : errorProblems(project, variants)) say("warning: " + issue.message);
}

void requireSound(const Project& project) {
  for (const Issue& issue : validate(project)) {
    if (issue.severity == Severity::Error) throw Error(ErrorKind::InvalidSpec, issue.message);
  }
}

}  // namespace vle::app
