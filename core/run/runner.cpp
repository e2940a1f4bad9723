// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/runner.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/error.h"
#include "run/activity_meter.h"
#include "sim/feedback.h"
#include "sim/recorder.h"
#include "sim/signal_memory.h"
#include "sim/simulator.h"

namespace vle {

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::size_t kMailboxCapacity = 256;
constexpr std::size_t kRecentRows = 8192;    ///< fine rows kept while the screen is busy
constexpr std::size_t kOverviewRows = 1024;  ///< of one frame; beyond this it is coarsened
constexpr Milliseconds kSlice{4};            ///< between two looks at the mailbox
constexpr Milliseconds kChunk{0.5};          ///< between two looks at the clock
constexpr Milliseconds kIdle{8};
constexpr Milliseconds kWeightsEvery{200};
constexpr Milliseconds kSpeedOver{500};
constexpr std::size_t kMaxChannelsOfAProbe = 256;  ///< more curves cannot be told apart
constexpr std::size_t kMaxPublishedWeights = 1'000'000;

/// One variant: its simulator, its state, and what is recorded of it.
struct Lane {
  std::string name;
  Simulator simulator;
  std::unique_ptr<State> state;  // recorders point into it
  std::shared_ptr<const ChannelLayout> layout = std::make_shared<ChannelLayout>();
  std::optional<Recorder> recorder;
  TraceBlock recent;
  TraceBlock overview;
  std::vector<SampleBlock> finished;  ///< recorded with channels that have changed since
};

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

std::vector<float> asFloats(const AlignedVector& values) { return {values.begin(), values.end()}; }

}  // namespace

/// Everything only the simulation thread touches.
class Runner::Loop {
 public:
  explicit Loop(Runner& owner) : owner_(owner) {}

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      try {
        for (Command& command : owner_.commands_.drain()) obey(command);
        const Milliseconds pause = work(stop);
        if (is_news_ && owner_.frames_.wanted()) publish();
        if (pause > Milliseconds{0}) owner_.commands_.waitFor(stop, pause);
      } catch (const std::exception& error) {
        fail(error);
      }
    }
  }

 private:
  /// One command that fails takes no other with it.
  void obey(Command& command) {
    is_news_ = true;
    try {
      std::visit([this](auto& one) { handle(one); }, command);
    } catch (const std::exception& error) {
      fail(error);
    }
  }
  /// No exception leaves the thread: the run stops and says why.
  void fail(const std::exception& error) {
    error_ = error.what();
    is_running_ = false;
    steps_asked_ = 0;
    is_news_ = true;
  }

  void handle(UseNetworks& command) {
    std::vector<Lane> lanes;
    for (RunningVariant& variant : command.variants) {
      const auto old = std::ranges::find(lanes_, variant.name, &Lane::name);
      auto state = std::make_unique<State>(
          old != lanes_.end() ? carryOver(old->simulator.network(), *old->state, *variant.network)
                              : initialState(*variant.network));
      std::vector<SampleBlock> finished;
      if (old == lanes_.end()) {
        state->step = step();
        // It joins the others, and hears what they hear.
        const auto other = std::ranges::find(lanes_, state->step,
                                             [](const Lane& lane) { return lane.state->step; });
        if (other != lanes_.end()) {
          carrySignals(other->simulator.network(), *other->state, *variant.network, *state);
        }
      } else {
        finish(*old);
        finished = std::move(old->finished);
      }
      lanes.push_back({.name = std::move(variant.name),
                       .simulator = Simulator(std::move(variant.network)),
                       .state = std::move(state),
                       .layout = {},
                       .recorder = {},
                       .recent = {},
                       .overview = {},
                       .finished = std::move(finished)});
    }
    lanes_ = std::move(lanes);
    error_.clear();
    chunk_ = 1;  // steps may take much longer now
    applyLearning();
    observe();
    anchor();
  }
  void handle(const Run&) {
    is_running_ = true;
    steps_asked_ = 0;
    anchor();
  }
  void handle(const Pause&) {
    is_running_ = false;
    steps_asked_ = 0;
  }
  void handle(const Step& command) {
    is_running_ = false;
    steps_asked_ += std::max<std::int64_t>(command.n, 0);
  }
  void handle(const Reset&) {
    for (Lane& lane : lanes_) {
      *lane.state = initialState(lane.simulator.network());
      lane.recorder.reset();
      lane.finished.clear();
    }
    applyLearning();
    steps_asked_ = 0;
    ++epoch_;
    observe();
    anchor();
  }
  void handle(const SetSpeed& command) {
    speed_ = command.factor;
    anchor();
  }
  void handle(const SetLearning& command) {
    learning_ = command.on;
    applyLearning();
  }
  void handle(const SetLive& command) {
    for (Lane& lane : lanes_) {
      setLive(lane.simulator.network(), command.input, command.values, *lane.state);
    }
  }
  void handle(const SetNow& command) {
    for (Lane& lane : lanes_) {
      for (const LearnedParameter parameter : command.parameters) {
        setNow(lane.simulator.network(), parameter, *lane.state);
      }
    }
    weights_published_ = {};  // seen at once, also while paused
  }
  void handle(Observe& command) {
    observed_ = std::move(command);
    observe();
  }
  void handle(const CopyStates&) {
    std::vector<State> states;
    for (const Lane& lane : lanes_) states.push_back(*lane.state);
    owner_.states_.publish(std::move(states));
  }

  /// The switch outlives resets and other networks.
  void applyLearning() {
    if (!learning_) return;
    for (Lane& lane : lanes_) lane.state->learning = *learning_;
  }

  /// Sets aside what was recorded with the present channels; nothing is lost when they change.
  static void finish(Lane& lane) {
    if (!lane.recorder) return;
    collect(lane);
    if (lane.overview.empty()) return;
    lane.finished.push_back({lane.layout, std::move(lane.recent), std::move(lane.overview)});
  }

  /// Binds recorders to the states and channels as they are now.
  void observe() {
    ++generation_;
    for (Lane& lane : lanes_) {
      finish(lane);
      std::vector<Channel> channels;
      for (const std::string& probe : observed_.probes) {
        try {
          std::vector<Channel> own = channelsOf(lane.simulator.network(), probe);
          if (own.size() > kMaxChannelsOfAProbe) own.resize(kMaxChannelsOfAProbe);
          std::ranges::move(own, std::back_inserter(channels));
        } catch (const Error&) {
          // a variant may have left the node out; `vlelab check` reports what no variant has
        }
      }
      lane.recorder.emplace(channels, lane.simulator.network(), *lane.state,
                            std::max<std::int64_t>(observed_.interval, 1));
      lane.recent = lane.recorder->take();
      lane.overview = lane.recent;
      lane.layout = std::make_shared<ChannelLayout>(ChannelLayout{generation_, channels});
    }
    meter_.start(shownLane() != nullptr ? &*shownLane()->state : nullptr);
    weights_published_ = {};
  }

  /// Does the steps that are due, for at most a slice.
  /// @returns how long to sleep afterwards
  Milliseconds work(const std::stop_token& stop) {
    const bool any_alive =
        std::ranges::any_of(lanes_, [](const Lane& lane) { return !lane.state->divergence; });
    if (!any_alive) steps_asked_ = 0;
    if (!any_alive || (!is_running_ && steps_asked_ == 0)) return kIdle;
    const auto slice_end = Clock::now() + kSlice;
    while (!stop.stop_requested()) {
      const auto now = Clock::now();
      const std::int64_t due = stepsDue(now);
      if (due <= 0) {
        collect();
        return std::min(kIdle, Milliseconds(dt() / speed_));
      }
      if (now >= slice_end) break;
      advance(std::min(due, chunk_));
      const Milliseconds taken = Clock::now() - now;
      if (taken < kChunk / 2) chunk_ = std::min<std::int64_t>(chunk_ * 2, 4096);
      if (taken > kChunk) chunk_ = std::max<std::int64_t>(chunk_ / 2, 1);
    }
    collect();
    return Milliseconds{0};
  }

  std::int64_t stepsDue(Clock::time_point now) {
    if (steps_asked_ > 0) return steps_asked_;
    if (!is_running_) return 0;
    if (std::isinf(speed_)) return std::numeric_limits<std::int64_t>::max();
    const double wanted = Milliseconds(now - anchor_time_).count() * speed_ / dt();
    const std::int64_t due = static_cast<std::int64_t>(std::min(wanted, 1e15)) - anchor_done_;
    // Too slow to keep up: forget the debt instead of racing through it later.
    if (static_cast<double>(due) * dt() / speed_ > 100) anchor();
    return due;
  }

  void advance(std::int64_t n) {
    for (Lane& lane : lanes_) {
      const bool shown = &lane == shownLane();
      for (std::int64_t left = n; left > 0;) {  // the meter looks every few steps
        const std::int64_t part = shown ? std::min(left, ActivityMeter::kStride) : left;
        lane.simulator.advance(*lane.state, part, lane.recorder ? &*lane.recorder : nullptr);
        if (shown) meter_.sample(*lane.state);
        left -= part;
      }
    }
    is_news_ = true;
    anchor_done_ += n;
    steps_counted_ += n;
    if (steps_asked_ > 0) steps_asked_ -= std::min(n, steps_asked_);
  }

  /// Moves what a recorder holds into the blocks for the screen.
  static void collect(Lane& lane) {
    TraceBlock rows = lane.recorder->take();
    lane.overview.append(rows);
    lane.recent.append(rows);
    while (lane.overview.rows() > kOverviewRows) lane.overview.coarsen();
    if (lane.recent.rows() > 2 * kRecentRows) lane.recent.keepNewest(kRecentRows);
    lane.recorder->recycle(std::move(rows));
  }
  void collect() {
    for (Lane& lane : lanes_) {
      if (lane.recorder) collect(lane);
    }
  }

  void publish() {
    // A paused run has nothing new to show, but for the weights that were not due yet.
    is_news_ = is_running_ || Clock::now() - weights_published_ < kWeightsEvery;
    Frame frame;
    frame.dt = dt();
    frame.step = step();
    frame.t = static_cast<double>(frame.step) * dt();
    frame.is_running = is_running_;
    frame.reached_speed = reachedSpeed();
    frame.epoch = epoch_;
    frame.error = error_;
    for (Lane& lane : lanes_) {
      lane.recent.keepNewest(kRecentRows);
      if (!lane.overview.empty()) {
        lane.finished.push_back({lane.layout, lane.recent, lane.overview});
        lane.recent.clear();
        lane.overview.clear();
        lane.overview.interval = lane.recent.interval;
      }
      frame.variants.push_back({.name = lane.name,
                                .loss = lane.state->loss,
                                .loss_mean = lane.state->loss_mean,
                                .divergence = lane.state->divergence,
                                .blocks = std::exchange(lane.finished, {})});
    }
    if (const Lane* lane = shownLane()) {
      frame.shown = static_cast<std::size_t>(lane - lanes_.data());
      frame.network = lane->simulator.shared();
      frame.targets = asFloats(lane->state->target);
      meter_.take(frame.rates, frame.errors);
      const auto now = Clock::now();
      if (now - weights_published_ >= kWeightsEvery) {
        frame.tau_m = asFloats(lane->state->tau_m);
        frame.tau_r = asFloats(lane->state->tau_r);
        frame.bias = asFloats(lane->state->bias);
        if (lane->state->W.size() <= kMaxPublishedWeights) {
          frame.W = asFloats(lane->state->W);
          frame.B = actingFeedback(lane->simulator.network(), *lane->state);
        }
        weights_published_ = now;
      }
    }
    owner_.frames_.publish(std::move(frame));
  }

  double reachedSpeed() {
    const auto now = Clock::now();
    const Milliseconds passed = now - speed_since_;
    if (passed >= kSpeedOver) {
      reached_ = static_cast<double>(steps_counted_) * dt() / passed.count();
      speed_since_ = now;
      steps_counted_ = 0;
    }
    return is_running_ ? reached_ : 0;
  }

  void anchor() {
    anchor_time_ = Clock::now();
    anchor_done_ = 0;
  }

  [[nodiscard]] std::int64_t step() const {
    std::int64_t newest = 0;
    for (const Lane& lane : lanes_) newest = std::max(newest, lane.state->step);
    return newest;
  }
  [[nodiscard]] double dt() const {
    return lanes_.empty() ? 1 : lanes_.front().simulator.network().settings.dt;
  }
  [[nodiscard]] const Lane* shownLane() const {
    return observed_.shown < lanes_.size() ? &lanes_[observed_.shown] : nullptr;
  }

  Runner& owner_;
  std::vector<Lane> lanes_;
  Observe observed_;
  ActivityMeter meter_;
  bool is_running_ = false;
  bool is_news_ = true;           ///< something a frame would show differently
  std::optional<bool> learning_;  ///< the switch, once it was touched
  std::int64_t steps_asked_ = 0;
  double speed_ = 1;
  std::int64_t chunk_ = 16;
  std::uint64_t epoch_ = 0;
  std::uint64_t generation_ = 0;
  std::string error_;

  Clock::time_point anchor_time_ = Clock::now();
  std::int64_t anchor_done_ = 0;
  Clock::time_point speed_since_ = Clock::now();
  std::int64_t steps_counted_ = 0;
  double reached_ = 0;
  Clock::time_point weights_published_;
};

Runner::Runner()
    : commands_(kMailboxCapacity),
      thread_([this](const std::stop_token& stop) { Loop(*this).run(stop); }) {}

Runner::~Runner() = default;

bool Runner::send(Command command) { return commands_.push(command); }

std::optional<Frame> Runner::takeFrame() { return frames_.take(); }

std::optional<std::vector<State>> Runner::takeStates() { return states_.take(); }

}  // namespace vle
