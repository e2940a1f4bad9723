// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/cpu.h"

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "base/vectorize.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace vle {

namespace {

constexpr std::array kIsas = {Isa::Baseline, Isa::Avx2, Isa::Avx512};
constexpr std::array<std::string_view, kIsas.size()> kNames = {"baseline", "avx2", "avx512"};

/// How many of them this processor has; each implies those before.
std::size_t countHere() {
#if VLE_WIDE_REGISTERS
  const auto has = [](auto... supported) { return ((supported != 0) && ...); };
  if (!has(__builtin_cpu_supports("avx2"), __builtin_cpu_supports("bmi2"))) return 1;
  return has(__builtin_cpu_supports("avx512f"), __builtin_cpu_supports("avx512dq"),
             __builtin_cpu_supports("avx512bw"), __builtin_cpu_supports("avx512vl"))
             ? 3
             : 2;
#else
  return 1;
#endif
}

std::atomic<Isa>& chosen() {
  static std::atomic<Isa> isa = [] {
    const char* wanted = std::getenv("VLE_ISA");
    return wanted != nullptr ? isaNamed(wanted) : isasHere().back();
  }();
  return isa;
}

}  // namespace

std::span<const Isa> isasHere() {
  static const std::size_t count = countHere();
  return std::span(kIsas).first(count);
}

std::string_view nameOf(Isa isa) { return kNames[static_cast<std::size_t>(isa)]; }

Isa isaNamed(std::string_view name) {
  for (const Isa isa : isasHere()) {
    if (nameOf(isa) == name) return isa;
  }
  std::vector<std::string> names;
  for (const Isa isa : isasHere()) names.emplace_back(nameOf(isa));
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
