// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/recorder.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/vectorize.h"

namespace vle {

namespace {

/// How many steps, from `step` on, end with the next multiple of `every`.
std::int64_t stepsUpTo(std::int64_t every, std::int64_t step) {
  return 1 + (every - step % every) % every;
}

}  // namespace

Recorder::Recorder(std::vector<Channel> channels, const Network& network, const State& state,
                   std::int64_t interval, Rows rows)
    : channels_(std::move(channels)), rows_(rows), network_(&network), state_(&state) {
  static constexpr double kNothing = 0;
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    const double* place = channels_[c].in(state);
    values_.push_back(place != nullptr ? place : &kNothing);
    if (place != nullptr) continue;
    derived_.push_back({c, channels_[c].read(network, state)});
    derives_each_step_ |= !channels_[c].info->is_slow;
  }
  watched_.resize(channels_.size() * (rows == Rows::Envelopes ? kMostAtOnce : 1));
  min_.resize(channels_.size());
  max_.resize(channels_.size());
  last_.resize(channels_.size());
  block_.channels = channels_.size();
  block_.interval = interval;
}

std::int64_t Recorder::stepsToNextSample(std::int64_t step) const {
  if (rows_ == Rows::Samples) return stepsUpTo(block_.interval, step);
  if (derives_each_step_) return 1;
  std::int64_t steps = kMostAtOnce;
  if (block_.interval > 1) steps = std::min(steps, stepsUpTo(block_.interval, step));
  if (!derived_.empty()) steps = std::min(steps, stepsUpTo(kDeriveEvery, step));
  return steps;
}

Watch Recorder::watch() {
  if (rows_ == Rows::Samples) return {};
  return {values_.data(), values_.size(), watched_.data()};
}

bool Recorder::isDue(const Derived& derived, std::int64_t step) const {
  return rows_ == Rows::Samples || step % kDeriveEvery == 0 ||
         (block_.interval > 1 && step % block_.interval == 0) ||
         !channels_[derived.channel].info->is_slow;
}

/// What no array holds: as it was last computed, and anew in the last row if that is due.
void Recorder::fillIn(std::int64_t step, double* rows, std::int64_t count) {
  const std::size_t n = channels_.size();
  double* newest = rows + static_cast<std::size_t>(count - 1) * n;
  for (Derived& derived : derived_) {
    for (double* row = rows; row < newest; row += n) row[derived.channel] = derived.value;
    if (isDue(derived, step)) derived.value = channels_[derived.channel].read(*network_, *state_);
    newest[derived.channel] = derived.value;
  }
}

void Recorder::sample(std::int64_t step, std::int64_t count) {
  const std::size_t n = channels_.size();
  if (rows_ == Rows::Samples) {
    if (step % block_.interval != 0) return;
    count = 1;
    Watch{values_.data(), n, watched_.data()}.take();
  }
  fillIn(step, watched_.data(), count);
  const double* row = watched_.data();
  if (block_.interval == 1) {
    for (std::int64_t k = count; k-- > 0; row += n) std::copy_n(row, n, block_.addPoint(step - k));
    return;
  }
  if (!is_open_) {
    std::ranges::fill(min_, std::numeric_limits<double>::infinity());
    std::ranges::fill(max_, -std::numeric_limits<double>::infinity());
    is_open_ = true;
  }
  double* __restrict low = min_.data();
  double* __restrict high = max_.data();
  for (std::int64_t k = 0; k < count; ++k, row += n) {
    VLE_INDEPENDENT
    for (std::size_t c = 0; c < n; ++c) {
      low[c] = row[c] < low[c] ? row[c] : low[c];
      high[c] = row[c] > high[c] ? row[c] : high[c];
    }
  }
  std::copy_n(row - n, n, last_.data());
  last_step_ = step;
  if (step % block_.interval == 0) close(step);
}

void Recorder::close(std::int64_t step) {
  block_.append(step, min_.data(), max_.data(), last_.data());
  is_open_ = false;
}

TraceBlock Recorder::take() {
  if (is_open_) close(last_step_);
  if (!block_.empty()) {  // who stops here sees what is, not what was
    double* newest = block_.last.data() + block_.at(block_.rows() - 1, 0);
    for (Derived& derived : derived_) {
      derived.value = channels_[derived.channel].read(*network_, *state_);
      newest[derived.channel] = derived.value;
    }
  }
  return block_.moveOut();
}

void Recorder::recycle(TraceBlock block) {
  if (!block_.empty() || block.channels != block_.channels) return;
  block.clear();
  block.interval = block_.interval;
  block_ = std::move(block);
}

}  // namespace vle
