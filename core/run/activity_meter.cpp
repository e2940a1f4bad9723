// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/activity_meter.h"

#include <algorithm>

namespace vle {

namespace {

void restart(Activity& activity) {
  activity.min = activity.last;
  activity.max = activity.last;
  std::ranges::fill(activity.mean_square, 0.0F);
}

void begin(Activity& activity, const AlignedVector& values) {
  activity.last.assign(values.begin(), values.end());
  activity.mean_square.resize(values.size());
  restart(activity);
}

void add(Activity& activity, const AlignedVector& values, bool is_first) {
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto value = static_cast<float>(values[k]);
    activity.last[k] = value;
    activity.min[k] = is_first ? value : std::min(activity.min[k], value);
    activity.max[k] = is_first ? value : std::max(activity.max[k], value);
    activity.mean_square[k] += value * value;
  }
}

Activity average(Activity& activity, float samples) {
  Activity result = activity;
  for (std::size_t k = 0; k < result.last.size(); ++k) {
    result.mean_square[k] =
        samples > 0 ? result.mean_square[k] / samples : result.last[k] * result.last[k];
  }
  restart(activity);
  return result;
}

}  // namespace

void ActivityMeter::start(const State* state) {
  rates_ = {};
  errors_ = {};
  samples_ = 0;
  if (state == nullptr) return;
  begin(rates_, state->r);
  begin(errors_, state->e);
}

void ActivityMeter::sample(const State& state) {
  add(rates_, state.r, samples_ == 0);
  add(errors_, state.e, samples_ == 0);
  samples_ += 1;
}

void ActivityMeter::take(Activity& rates, Activity& errors) {
  rates = average(rates_, samples_);
  errors = average(errors_, samples_);
  samples_ = 0;
}

}  // namespace vle
