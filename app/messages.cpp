// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages.h"

#include <cstdio>

#include "base/text.h"

namespace vle::app {

namespace {

const char* nameOf(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Hint:
      return "hint";
  }
  return "";
}

}  // namespace

void say(const std::string& sentence) {
  std::fprintf(stderr, "vlelab: %s\n", oneLine(sentence).c_str());
}

void sayProblem(const Problem& problem, const std::string& file) {
  const std::string where = problem.path.empty() ? file : file + ": " + problem.path;
  std::fprintf(stderr, "%s: %s: %s\n", oneLine(where).c_str(), nameOf(problem.severity),
               oneLine(problem.message).c_str());
}

}  // namespace vle::app
