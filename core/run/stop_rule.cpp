// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/stop_rule.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/error.h"
#include "base/text.h"

namespace vle {

StopRule::StopRule(const RunUntil& until, const std::deque<VariantRun>& runs) : until_(until) {
  if (until.probe.empty()) return;
  std::optional<Error> why;
  for (const VariantRun& run : runs) {
    if (until.whose == RunUntil::Whose::One && run.id() != until.variant) continue;
    try {
      const std::vector<Channel> channels = channelsOf(run.network(), until.probe);
      if (channels.size() != 1) {
        throw Error(ErrorKind::InvalidSpec,
                    "'" + until.probe + "' is " + std::to_string(channels.size()) +
                        " numbers, a condition needs one: '" +
                        (channels.empty() ? "" : channels.front().name) + "'");
      }
      watched_.push_back({&run, channels.front()});
    } catch (const Error& error) {
      why = error;
    }
  }
  if (!watched_.empty()) return;
  if (why) throw *why;
  throw Error(ErrorKind::InvalidSpec, "the variant of the condition does not run");
}

std::int64_t StopRule::lastStep(double dt) const {
  return std::llround(std::ceil(std::min(until_.value / dt, 1e15) - 1e-6));
}

std::int64_t StopRule::stepsAhead(std::int64_t step, double dt) const {
  if (!until_.probe.empty()) return 1;
  return std::max<std::int64_t>(1, lastStep(dt) - step);
}

bool StopRule::holds(std::int64_t step, double dt) const {
  if (until_.probe.empty()) return step >= lastStep(dt);
  bool any_alive = false;
  for (const Watched& watched : watched_) {
    const State& state = watched.run->state();
    if (state.divergence) continue;
    any_alive = true;
    const bool is_early = static_cast<double>(step) * dt < watched.channel.info->mean_of;
    const double value = watched.channel.read(watched.run->network(), state);
    const bool holds =
        !is_early && (until_.is_above ? value >= until_.value : value <= until_.value);
    if (until_.whose != RunUntil::Whose::All && holds) return true;
    if (until_.whose == RunUntil::Whose::All && !holds) return false;
  }
  return any_alive && until_.whose == RunUntil::Whose::All;
}

std::string describe(const RunUntil& until, const std::string& variant) {
  if (until.probe.empty()) return "t = " + formatNumber(until.value) + " ms";
  const std::string what = until.probe == "loss_mean" ? "loss" : until.probe;
  std::string text = what + (until.is_above ? " ≥ " : " ≤ ") + formatShort(until.value);
  switch (until.whose) {
    case RunUntil::Whose::One:
      return text + " in '" + variant + "'";
    case RunUntil::Whose::Any:
      return text + " in any variant";
    case RunUntil::Whose::All:
      return text + " in all variants";
  }
  return text;
}

}  // namespace vle
