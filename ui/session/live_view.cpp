// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/live_view.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/transfer.h"

namespace vle::ui {

namespace {

constexpr float kEnvelopeSeconds = 0.3F;
constexpr float kMeanSeconds = 1.0F;
// Two crossings a cycle. Apart, so that a value near the limit does not switch back and forth.
constexpr float kEnvelopeAbove = 2 * 3.0F;
constexpr float kValueBelow = 2 * 2.0F;
constexpr float kWeightShare = 0.2F;    // of one of the five pictures a second
constexpr float kLongestFrame = 0.25F;  // s; a stalled window does not count as a second of rest

/// What is learned ripples with the signal; their mean over about a second is what one can read.
void follow(std::vector<float>& shown, const std::vector<float>& now, float share) {
  if (now.empty()) return;
  if (shown.size() != now.size()) {
    shown = now;
    return;
  }
  for (std::size_t k = 0; k < now.size(); ++k) shown[k] += share * (now[k] - shown[k]);
}

}  // namespace

void LiveView::Group::update(const Activity& activity, float seconds) {
  const std::size_t n = activity.last.size();
  if (channels.size() != n) {
    channels.assign(n, {});
    shown.assign(n, {});
    for (std::size_t k = 0; k < n; ++k) {
      channels[k].mean = activity.last[k];
      channels[k].mean_square = activity.mean_square[k];
    }
  }
  const float slow = 1 - std::exp(-seconds / kMeanSeconds);
  const float fast = 1 - std::exp(-seconds / kEnvelopeSeconds);
  for (std::size_t k = 0; k < n; ++k) {
    Channel& channel = channels[k];
    const float last = activity.last[k];
    const float middle = (activity.min[k] + activity.max[k]) / 2;
    const float swing = activity.max[k] - activity.min[k];
    channel.mean_square += fast * (activity.mean_square[k] - channel.mean_square);
    channel.mean += slow * (middle - channel.mean);
    // Within one frame both sides of the mean were visited: as fast as frames can tell.
    const bool straddles = activity.min[k] < channel.mean && activity.max[k] > channel.mean &&
                           swing > 0.5F * std::sqrt(channel.mean_square);
    const bool is_above = last > channel.mean;
    const float crossed = straddles || is_above != channel.is_above ? 1.0F : 0.0F;
    channel.is_above = is_above;
    if (seconds > 0) channel.crossings += slow * (crossed / seconds - channel.crossings);
    const bool was_envelope = shown[k].is_envelope;
    shown[k].is_envelope = channel.crossings > (was_envelope ? kValueBelow : kEnvelopeAbove);
    shown[k].value = shown[k].is_envelope ? std::sqrt(std::max(channel.mean_square, 0.0F)) : last;
  }
}

double LiveView::squaredGain(double f, std::size_t slot) const {
  if (slot >= tau_m_.size()) return std::numeric_limits<double>::quiet_NaN();
  return vle::squaredGain(f, static_cast<double>(tau_m_[slot]), static_cast<double>(tau_r_[slot]),
                          network_->settings.dt);
}

void LiveView::update(const Frame& frame, Tempo::Time now) {
  const bool is_new = frame.network != network_ || frame.epoch != epoch_;
  const std::chrono::duration<float> passed = now - last_;
  const float seconds = std::clamp(passed.count(), 0.0F, kLongestFrame);
  last_ = now;
  epoch_ = frame.epoch;
  if (is_new) {
    network_ = frame.network;
    W_.clear();
    B_.clear();
    tau_m_.clear();
    tau_r_.clear();
    bias_.clear();
    phases_.reset();
  }
  // A pause freezes what was seen; otherwise an envelope would sink to the value it stopped at.
  // What was fast stays marked as fast across resets and edits: nothing flashes meanwhile.
  if (frame.is_running || rates_.shown.size() != frame.rates.last.size()) {
    rates_.update(frame.rates, seconds);
    errors_.update(frame.errors, seconds);
  } else {
    for (auto [group, activity] : {std::pair(&rates_, &frame.rates), {&errors_, &frame.errors}}) {
      for (std::size_t k = 0; k < group->shown.size() && k < activity->last.size(); ++k) {
        group->shown[k] = {activity->last[k], false};
      }
    }
  }
  targets_ = frame.targets;
  if (frame.phases) phases_ = frame.phases;
  const float share = frame.is_running ? kWeightShare : 1;
  if (!frame.W.empty()) ++weight_pictures_;
  follow(W_, frame.W, share);
  follow(B_, frame.B, share);
  follow(tau_m_, frame.tau_m, share);
  follow(tau_r_, frame.tau_r, share);
  follow(bias_, frame.bias, share);
}

}  // namespace vle::ui
