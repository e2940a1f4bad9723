// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/recorder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace vle {

Recorder::Recorder(std::vector<Channel> channels, const Network& network, const State& state,
                   std::int64_t interval, Rows rows)
    : channels_(std::move(channels)), rows_(rows), network_(&network), state_(&state) {
  static constexpr double kNothing = 0;
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    const double* place = channels_[c].in(state);
    values_.push_back(place != nullptr ? place : &kNothing);
    if (place == nullptr) derived_.push_back({c, channels_[c].read(network, state)});
  }
  min_.resize(channels_.size());
  max_.resize(channels_.size());
  last_.resize(channels_.size());
  block_.channels = channels_.size();
  block_.interval = interval;
}

void Recorder::read(std::int64_t step, double* row) {
  const std::size_t n = values_.size();
  for (std::size_t c = 0; c < n; ++c) row[c] = *values_[c];
  const bool is_due = rows_ == Rows::Samples || step % kDeriveEvery == 0 ||
                      (block_.interval > 1 && step % block_.interval == 0);
  for (Derived& derived : derived_) {
    if (is_due || !channels_[derived.channel].info->is_slow) {
      derived.value = channels_[derived.channel].read(*network_, *state_);
    }
    row[derived.channel] = derived.value;
  }
}

void Recorder::sample(std::int64_t step) {
  if (rows_ == Rows::Samples && step % block_.interval != 0) return;
  if (block_.interval == 1) {
    read(step, block_.addPoint(step));
    return;
  }
  read(step, last_.data());
  const std::size_t n = last_.size();
  if (!is_open_) {
    std::ranges::fill(min_, std::numeric_limits<double>::infinity());
    std::ranges::fill(max_, -std::numeric_limits<double>::infinity());
    is_open_ = true;
  }
  for (std::size_t c = 0; c < n; ++c) {
    min_[c] = last_[c] < min_[c] ? last_[c] : min_[c];
    max_[c] = last_[c] > max_[c] ? last_[c] : max_[c];
  }
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
