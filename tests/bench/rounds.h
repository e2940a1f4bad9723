// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Measuring one thing against another on a machine that is never quiet: both in turns within one
// run, and the median of the quotients. Header only, for the benches.
#pragma once

#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <string>
#include <vector>

#include "thread_time.h"

namespace vle::bench {

/// Wall time of a call, seconds.
template <class Work>
double secondsOf(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return taken.count();
}

using test::threadTime;

/// The value below which a share of the values lies.
inline double quantile(std::vector<double> values, double share) {
  const auto k = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + k, values.end());
  return values[static_cast<std::size_t>(k)];
}

/// Runs `theirs`, `ours`, `theirs` in every iteration and reports theirs / ours: median and
/// quartiles. The time of the iteration is that of `ours`.
template <class Ours, class Theirs>
void compare(benchmark::State& state, const std::string& counter, Ours&& ours, Theirs&& theirs) {
  std::vector<double> ratios;
  theirs();  // warm both
  ours();
  for (auto _ : state) {
    const double before = secondsOf(theirs);
    const double own = secondsOf(ours);
    const double after = secondsOf(theirs);
    state.SetIterationTime(own);
    ratios.push_back((before + after) / 2 / own);
  }
  state.counters[counter] = quantile(ratios, 0.5);
  state.counters["q1"] = quantile(ratios, 0.25);
  state.counters["q3"] = quantile(ratios, 0.75);
}

}  // namespace vle::bench
