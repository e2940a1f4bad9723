// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// vle_core_bench [--isa baseline|avx2|avx512] [options of the benchmark library]
#include <benchmark/benchmark.h>
#include <cstdio>
#include <string_view>
#include <vector>

#include "base/cpu.h"
#include "base/error.h"

int main(int argc, char** argv) {
  std::vector<char*> words(argv, argv + argc);
  try {
    if (words.size() > 2 && std::string_view(words[1]) == "--isa") {
      vle::useIsa(vle::isaNamed(words[2]));
      words.erase(words.begin() + 1, words.begin() + 3);
    }
    benchmark::AddCustomContext("processor", vle::processorName());
  } catch (const vle::Error& error) {
    std::fprintf(stderr, "vle_core_bench: %s\n", error.what());
    return 1;
  }
  int count = static_cast<int>(words.size());
  words.push_back(nullptr);
  benchmark::Initialize(&count, words.data());
  if (benchmark::ReportUnrecognizedArguments(count, words.data())) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
