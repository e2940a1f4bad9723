// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/past_looks.h"

#include <algorithm>
#include <utility>

#include "sim/simulator.h"

namespace vle {

namespace {

constexpr double kMostReplayed = 1e9;  ///< some seconds

}  // namespace

PastLooks::PastLooks(GradientCase one, std::size_t looks, double window)
    : one_(std::move(one)),
      looks_(looks),
      window_(window),
      state_(std::make_unique<State>(initialState(*one_.network))) {}

bool PastLooks::isTooLong(const GradientCase& one) {
  const auto size = static_cast<double>(one.network->weight_slots + one.network->rate_slots);
  return static_cast<double>(one.state.step) * size > kMostReplayed;
}

void PastLooks::advance(const std::stop_token& stop) {
  if (is_done_) return;
  const Simulator simulator(one_.network);
  const bool is_last = views_.size() == looks_;
  const auto next = static_cast<std::int64_t>(views_.size());
  const auto all = static_cast<std::int64_t>(looks_);
  // In halves a product of two steps does not overflow.
  const std::int64_t step =
      is_last ? one_.state.step : one_.state.step / all * next + one_.state.step % all * next / all;
  constexpr std::int64_t kAtOnce = 10'000;
  while (state_->step < step && !state_->divergence && !stop.stop_requested()) {
    simulator.advance(*state_, std::min(kAtOnce, step - state_->step));
  }
  if (is_last || state_->divergence) {
    is_done_ = true;
    if (!(*state_ == one_.state)) views_.clear();
    return;
  }
  views_.push_back(updatesAt({one_.variant, one_.network, *state_}, window_, stop));
}

}  // namespace vle
