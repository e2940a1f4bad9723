// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/variant_run.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <string>
#include <utility>

#include "base/error.h"
#include "sim/carry_over.h"
#include "sim/divergence_prelude.h"
#include "sim/feedback.h"
#include "sim/signal_memory.h"

namespace vle {

namespace {

constexpr std::size_t kRecentRows = 8192;       ///< fine rows kept while the screen is busy, …
constexpr std::size_t kRecentValues = 800'000;  ///< … and values: of many channels fewer rows
constexpr std::size_t kRowsTogether = 512;      ///< so many are copied, to have fewer blocks
constexpr std::size_t kMostRetired = 8;
constexpr std::size_t kMostEarlier = 16;
constexpr std::size_t kMaxEarlierWeights = 1'000'000;  ///< of all earlier states together
constexpr std::size_t kOverviewRows = 1024;        ///< of one frame; beyond this it is coarsened
constexpr std::size_t kMaxChannelsOfAProbe = 256;  ///< more curves cannot be told apart
constexpr std::size_t kMaxPublishedWeights = 1'000'000;
constexpr std::size_t kMaxCopiedWeights = 200'000;  ///< a copy takes as long as a few steps

/// How many channels each probe may have so that all together have at most `most`: those that want
/// less than this have all they want.
std::size_t fairShare(std::vector<std::size_t> wanted, std::size_t most) {
  std::ranges::sort(wanted);
  std::size_t left = wanted.size();
  for (const std::size_t size : wanted) {
    if (size * left > most) return most / left;
    most -= size;
    --left;
  }
  return kMaxChannelsOfAProbe;
}

/// The channels of some probes, each once.
ChannelLayout channelsToRecord(const Network& network, const Observe& wanted) {
  std::vector<std::vector<Channel>> all;
  std::vector<std::size_t> sizes;
  for (const std::string& probe : wanted.probes) {
    try {
      all.push_back(channelsOf(network, probe));
      sizes.push_back(std::min(all.back().size(), kMaxChannelsOfAProbe));
    } catch (const Error&) {
      // a variant may have left the node out; `vlelab check` reports what no variant has
    }
  }
  const std::size_t share = fairShare(sizes, wanted.most_channels);
  ChannelLayout layout;
  std::set<std::string> known;
  for (std::vector<Channel>& own : all) {
    // The first ones of more probes than there is room for.
    const std::size_t room = wanted.most_channels - layout.channels.size();
    const std::size_t kept =
        std::min({own.size(), kMaxChannelsOfAProbe, std::max<std::size_t>(share, 1), room});
    layout.left_out += own.size() - kept;
    own.resize(kept);
    for (Channel& channel : own) {  // a single one may also be among all of a layer
      if (known.insert(channel.name).second) layout.channels.push_back(std::move(channel));
    }
  }
  return layout;
}

/// B of every projection as it acts, whether stored or made of W.
std::vector<float> actingFeedback(const Network& network, const State& state) {
  std::vector<float> B(state.B.begin(), state.B.end());
  for (const ProjectionPlan& plan : network.projections) {
    if (plan.hasB() || plan.from_input) continue;
    for (std::size_t k = 0; k < plan.weights.size; ++k) {
      B[plan.weights.begin + k] = static_cast<float>(feedbackWeight(plan, state, k));
    }
  }
  return B;
}

}  // namespace

VariantRun::VariantRun(RunningVariant variant)
    : id_(variant.id),
      simulator_(std::move(variant.network)),
      state_(std::make_unique<State>(initialState(network()))) {}

VariantRun::VariantRun(RunningVariant variant, VariantRun& before)
    : id_(variant.id),
      began_(before.began_),
      simulator_(std::move(variant.network)),
      state_(std::make_unique<State>(
          carryOver(before.network(), before.state(), network(), before.earlier_))),
      observed_(before.observed_),
      earlier_(std::move(before.earlier_)) {
  if (!before.state().divergence && givesUp(before.network(), network())) {
    earlier_.push_back({before.shared(), before.state()});
  }
  const auto weights = [this] {
    return std::accumulate(
        earlier_.begin(), earlier_.end(), std::size_t{0},
        [](std::size_t sum, const NetworkState& past) { return sum + past.network->weight_slots; });
  };
  while (earlier_.size() > kMostEarlier ||
         (earlier_.size() > 1 && weights() > kMaxEarlierWeights)) {
    earlier_.erase(earlier_.begin());
  }
  before.collect();
  if (before.recorder_) room_ = before.recorder_->take();
  if (before.network().settings.dt != network().settings.dt) before.finish();
  layout_ = std::move(before.layout_);
  recent_rows_ = before.recent_rows_;
  recent_ = before.moveOutRecent();
  overview_ = std::move(before.overview_);
  finished_ = std::move(before.finished_);
}

VariantRun::VariantRun(RunningVariant variant, const RetiredRun& before)
    : id_(variant.id),
      began_(before.began),
      simulator_(std::move(variant.network)),
      state_(
          std::make_unique<State>(carryOver(*before.last.network, before.last.state, network()))) {}

void VariantRun::join(std::int64_t step, const VariantRun* other) {
  state_->step = step;
  if (other == nullptr) return;
  const double t = static_cast<double>(step) * other->network().settings.dt;
  state_->step = std::llround(t / network().settings.dt);
  carrySignals(other->network(), other->state(), network(), *state_);
}

void VariantRun::reset() {
  began_ = 0;
  *state_ = initialState(network());
  earlier_.clear();
  is_touched_ = true;
  recorder_.reset();
  layout_.reset();
  (void)moveOutRecent();
  overview_ = {};
  finished_.clear();
}

/// Sets aside what was recorded with the present channels; nothing is lost when they change.
void VariantRun::finish() {
  collect();
  if (!overview_.empty()) finished_.push_back({layout_, moveOutRecent(), overview_.moveOut()});
  layout_.reset();
}

void VariantRun::observe(const Observe& wanted) {
  if (recorder_ && wanted == observed_) return;  // not even its state has moved
  collect();
  if (recorder_) room_ = recorder_->take();
  if (wanted.interval != observed_.interval) finish();
  observed_ = wanted;
  ChannelLayout layout = channelsToRecord(network(), wanted);
  const bool is_same = layout_ != nullptr && layout.left_out == layout_->left_out &&
                       std::ranges::equal(layout.channels, layout_->channels,
                                          [](const Channel& a, const Channel& b) {
                                            return a.name == b.name && a.info == b.info;
                                          });
  if (!is_same) finish();
  recorder_.emplace(layout.channels, network(), *state_,
                    std::max<std::int64_t>(wanted.interval, 1));
  recorder_->recycle(std::move(room_));
  if (is_same) return;
  overview_ = recorder_->take();  // nothing yet, but channels and interval
  layout_ = std::make_shared<const ChannelLayout>(std::move(layout));
}

void VariantRun::advance(std::int64_t n) {
  Recorder* recorder = recorder_ ? &*recorder_ : nullptr;
  if (state_->W.size() > kMaxCopiedWeights) {
    simulator_.advance(*state_, n, recorder);
    return;
  }
  const auto apart = std::max<std::int64_t>(1, std::llround(kPreludeMs / network().settings.dt));
  while (n > 0 && !state_->divergence) {
    if (is_touched_ || !before_ || state_->step - before_->step >= apart) keepCopy();
    const std::int64_t part = std::min(n, before_->step + apart - state_->step);
    simulator_.advance(*state_, part, recorder);
    n -= part;
  }
}

void VariantRun::keepCopy() {
  if (is_touched_) {  // what came before leads elsewhere
    long_before_.reset();
    before_.reset();
  }
  is_touched_ = false;
  std::swap(before_, long_before_);
  if (before_)
    *before_ = *state_;  // into room that is there
  else
    before_ = std::make_unique<State>(*state_);
}

void VariantRun::collect() {
  if (!recorder_) return;
  TraceBlock rows = recorder_->take();
  if (rows.empty()) return recorder_->recycle(std::move(rows));
  // Coarse enough before the rows come, as every row would be copied again with each coarsening.
  const auto steps = static_cast<std::int64_t>(rows.rows()) * rows.interval;
  const auto room = [this] {
    return static_cast<std::int64_t>(kOverviewRows - overview_.rows()) * overview_.interval;
  };
  while (room() < steps) overview_.coarsen();
  overview_.append(rows);
  recent_rows_ += rows.rows();
  if (!recent_.empty() && recent_.back().rows() + rows.rows() <= kRowsTogether) {
    recent_.back().append(rows);
    recorder_->recycle(std::move(rows));
  } else {
    recent_.push_back(std::move(rows));  // many rows: as they are
  }
  const std::size_t most = std::clamp<std::size_t>(
      kRecentValues / std::max<std::size_t>(overview_.channels, 1), kOverviewRows, kRecentRows);
  while (recent_rows_ - recent_.front().rows() >= most) {
    recent_rows_ -= recent_.front().rows();
    recorder_->recycle(std::move(recent_.front()));
    recent_.pop_front();
  }
}

std::deque<TraceBlock> VariantRun::moveOutRecent() {
  recent_rows_ = 0;
  return std::exchange(recent_, {});
}

VariantFrame VariantRun::publish() {
  if (!overview_.empty()) {
    const std::int64_t interval = recent_.back().interval;
    finished_.push_back({layout_, moveOutRecent(), overview_.moveOut()});
    overview_.interval = interval;
  }
  if (!state_->divergence) {
    last_good_.reset();
  } else if (!last_good_ && before_) {
    last_good_ = std::make_shared<const NetworkState>(
        NetworkState{shared(), long_before_ ? *long_before_ : *before_});
  }
  return {.id = id_,
          .loss = state_->loss,
          .loss_mean = state_->loss_mean,
          .has_run = state_->loss_weight > 0,
          .began = began_,
          .distance = distance_,
          .divergence = state_->divergence,
          .last_good = last_good_,
          .blocks = std::exchange(finished_, {})};
}

void VariantRun::publishParameters(Frame& frame) const {
  frame.tau_m = asFloats(state_->tau_m);
  frame.tau_r = asFloats(state_->tau_r);
  frame.bias = asFloats(state_->bias);
  if (state_->W.size() > kMaxPublishedWeights) return;
  frame.W = asFloats(state_->W);
  frame.B = actingFeedback(network(), *state_);
}

std::deque<VariantRun> VariantRun::adopted(std::vector<RunningVariant> variants,
                                           std::deque<VariantRun>& running, std::int64_t step,
                                           std::deque<RetiredRun>& retired) {
  const auto speaker =
      std::ranges::find(running, step, [](const VariantRun& l) { return l.state_->step; });
  std::vector<VariantRun*> before;  // of every variant; nullptr: it is new
  std::deque<VariantRun> fresh;
  for (const RunningVariant& variant : variants) {
    const auto old = std::ranges::find(running, variant.id, &VariantRun::id_);
    before.push_back(old != running.end() ? &*old : nullptr);
    if (old != running.end()) continue;
    const auto past = std::ranges::find(retired, variant.id, &RetiredRun::id);
    VariantRun& run =
        past == retired.end() ? fresh.emplace_back(variant) : fresh.emplace_back(variant, *past);
    run.join(step, speaker == running.end() ? nullptr : &*speaker);
    if (past == retired.end()) run.began_ = run.state_->step;
  }
  for (VariantRun& run : running) {
    if (std::ranges::find(before, &run) != before.end()) continue;
    std::erase_if(retired, [&](const RetiredRun& other) { return other.id == run.id_; });
    retired.push_back({run.id_, {run.shared(), run.state()}, run.began_});
    if (retired.size() > kMostRetired) retired.pop_front();
  }
  std::deque<VariantRun> runs;
  for (std::size_t k = 0; k < variants.size(); ++k) {
    if (before[k] == nullptr) {
      runs.push_back(std::move(fresh.front()));
      fresh.pop_front();
    } else if (before[k]->shared() == variants[k].network) {  // not touched at all
      runs.push_back(std::move(*before[k]));
    } else {
      runs.emplace_back(std::move(variants[k]), *before[k]);
    }
  }
  return runs;
}

}  // namespace vle
