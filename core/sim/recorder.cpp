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
  for (const Channel& channel : channels_) values_.push_back(channel.in(state));
  min_.resize(channels_.size());
  max_.resize(channels_.size());
  last_.resize(channels_.size());
  block_.channels = channels_.size();
  block_.interval = interval;
}

void Recorder::sample(std::int64_t step) {
  if (rows_ == Rows::Samples && step % block_.interval != 0) return;
  const std::size_t n = channels_.size();
  if (!is_open_) {
    std::ranges::fill(min_, std::numeric_limits<double>::infinity());
    std::ranges::fill(max_, -std::numeric_limits<double>::infinity());
    is_open_ = true;
  }
  for (std::size_t c = 0; c < n; ++c) {
    const double value =
        values_[c] != nullptr ? *values_[c] : channels_[c].read(*network_, *state_);
    min_[c] = value < min_[c] ? value : min_[c];
    max_[c] = value > max_[c] ? value : max_[c];
    last_[c] = value;
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
  TraceBlock fresh;
  fresh.channels = block_.channels;
  fresh.interval = block_.interval;
  return std::exchange(block_, std::move(fresh));
}

void Recorder::recycle(TraceBlock block) {
  if (!block_.empty() || block.channels != block_.channels) return;
  block.clear();
  block.interval = block_.interval;
  block_ = std::move(block);
}

}  // namespace vle
