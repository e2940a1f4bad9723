// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/signal_lines.h"

#include <algorithm>
#include <set>

#include "model/signal_shape.h"

namespace vle {

std::optional<SignalLines> signalLines(const Network& network) {
  constexpr int kHarmonics = 8;  ///< of what repeats and is no sum of sines
  SignalLines lines;
  std::set<double> fundamentals;
  const auto add = [&](const SignalSpec& signal) {
    std::set<double> own;
    if (const auto sines = frequencies(signal)) {
      own = *sines;
      fundamentals.insert(own.begin(), own.end());
    } else if (const auto period = signalPeriod(signal)) {
      fundamentals.insert(1000 / *period);
      for (int k = 1; k <= kHarmonics; ++k) own.insert(k * 1000 / *period);
    } else {
      return false;
    }
    for (const double f : own) {
      if (f > 0 && std::ranges::find(lines.all, f) == lines.all.end()) lines.all.push_back(f);
    }
    return true;
  };
  for (const InputPlan& input : network.inputs) {
    if (!add(input.signal.spec)) return std::nullopt;
  }
  for (const TargetPlan& target : network.targets) {
    if (!target.follows && !add(target.signal.spec)) return std::nullopt;
  }
  if (lines.all.empty()) return std::nullopt;
  lines.period = periodOfSines(fundamentals);
  return lines;
}

}  // namespace vle
