// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/cpu.h"

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>

#include "base/error.h"
#include "base/text.h"
#include "base/vectorize.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace vle {

namespace {

struct IsaRow {
  Isa isa;
  std::string_view name;
  bool is_here;
};

#if VLE_WIDE_REGISTERS
const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0;
const bool kHasAvx512 =
    kHasAvx2 && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
    __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0;
#else
constexpr bool kHasAvx2 = false;
constexpr bool kHasAvx512 = false;
#endif

const std::array<IsaRow, 3>& isas() {
  static const std::array rows = {IsaRow{Isa::Baseline, "baseline", true},
                                  IsaRow{Isa::Avx2, "avx2", kHasAvx2},
                                  IsaRow{Isa::Avx512, "avx512", kHasAvx512}};
  return rows;
}

std::atomic<Isa>& chosen() {
  static std::atomic<Isa> isa = [] {
    const char* wanted = std::getenv("VLE_ISA");
    return wanted != nullptr ? isaNamed(wanted) : isasHere().back();
  }();
  return isa;
}

}  // namespace

const std::vector<Isa>& isasHere() {
  static const std::vector<Isa> here = [] {
    std::vector<Isa> found;
    for (const IsaRow& row : isas()) {
      if (row.is_here) found.push_back(row.isa);
    }
    return found;
  }();
  return here;
}

std::string_view nameOf(Isa isa) { return isas()[static_cast<std::size_t>(isa)].name; }

Isa isaNamed(std::string_view name) {
  std::vector<std::string> names;
  for (const IsaRow& row : isas()) {
    if (row.is_here && row.name == name) return row.isa;
    if (row.is_here) names.emplace_back(row.name);
  }
  throw Error(ErrorKind::File, "this processor has no instruction set '" + std::string(name) +
                                   "'; it has " + join(names));
}

Isa isaInUse() { return chosen(); }

void useIsa(Isa isa) { chosen() = isa; }

std::string processorName() {
  std::string name = "unknown processor";
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("model name")) continue;
    const std::size_t begin = line.find_first_not_of(" \t", line.find(':') + 1);
    if (begin != std::string::npos) name = line.substr(begin);
    break;
  }
  return name + ", " + std::string(nameOf(isaInUse()));
}

#if defined(__x86_64__)

namespace {

__attribute__((target("avx"), noinline)) void zeroUpperHalves() { _mm256_zeroupper(); }

const bool kHasUpperHalves = __builtin_cpu_supports("avx") != 0;

}  // namespace

void clearVectorState() {
  if (kHasUpperHalves) zeroUpperHalves();
}

#else

void clearVectorState() {}

#endif

}  // namespace vle
