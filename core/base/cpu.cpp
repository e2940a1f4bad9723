// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/cpu.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#ifdef __linux__
#include <sched.h>
#endif

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

#ifdef __linux__
/// What the control groups of this process pay for, version 2 and 1; 0 where a group has no quota.
std::vector<int> groupQuotas() {
  std::vector<int> quotas;
  const auto first_line = [](const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
  };
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {  // "0::/path", "4:cpu,cpuacct:/path"
    const auto controllers = line.find(':');
    const auto group = line.find(':', controllers + 1);
    if (controllers == std::string::npos || group == std::string::npos) continue;
    const std::string names = line.substr(controllers + 1, group - controllers - 1);
    const bool is_second = names.empty();
    if (!is_second && ("," + names + ",").find(",cpu,") == std::string::npos) continue;
    std::string path = line.substr(group + 1);
    const std::string root = is_second ? "/sys/fs/cgroup" : "/sys/fs/cgroup/cpu";
    for (;; path.erase(path.rfind('/'))) {  // a group can use no more than those above it
      const std::string at = root + (path == "/" ? "" : path);
      quotas.push_back(quotaOf(is_second ? first_line(at + "/cpu.max")
                                         : first_line(at + "/cpu.cfs_quota_us") + " " +
                                               first_line(at + "/cpu.cfs_period_us")));
      if (path.find('/') == std::string::npos) break;
    }
  }
  return quotas;
}
#endif

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

int quotaOf(std::string_view cpu_max) {
  std::istringstream words{std::string(cpu_max)};
  double quota = 0;
  double period = 0;
  if (!(words >> quota >> period) || !(quota > 0) || !(period > 0)) return 0;
  return static_cast<int>(std::clamp(std::ceil(quota / period), 1.0, 1e6));
}

int processorsHere() {
  int count = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
#ifdef __linux__
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
    count = std::max(1, CPU_COUNT(&allowed));
  }
  for (const int quota : groupQuotas()) {
    if (quota > 0) count = std::min(count, quota);
  }
#endif
  return count;
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
