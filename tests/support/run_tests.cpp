// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_tests.h"

#include <cstdio>
#include <filesystem>
#include <map>
#include <string>

namespace vle::test {
namespace {

std::map<std::string, Run>& known() {
  static std::map<std::string, Run> tests;
  return tests;
}

}  // namespace

bool enlist(const char* source, Run run) {
  return known().emplace(std::filesystem::path(source).stem(), run).second;
}

}  // namespace vle::test

int main(int argc, char** argv) {
  const auto& tests = vle::test::known();
  const auto test = tests.find(argc > 1 ? argv[1] : "");
  if (test != tests.end()) {
    argv[1] = argv[0];  // what is left is for Qt Test
    return test->second(argc - 1, argv + 1);
  }
  std::fprintf(stderr, "usage: %s TEST [function...]; tests:\n", argv[0]);
  for (const auto& [name, run] : tests) std::fprintf(stderr, "  %s\n", name.c_str());
  return 2;
}
