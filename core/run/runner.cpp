// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/runner.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <utility>

#include "run/activity_meter.h"
#include "run/pace.h"
#include "run/stop_rule.h"
#include "run/variant_run.h"
#include "sim/signal_memory.h"

namespace vle {

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = Pace::Milliseconds;

constexpr Milliseconds kSlice{4};  ///< of the wall, between two looks at the mailbox
constexpr Milliseconds kIdle{8};
constexpr Milliseconds kWeightsEvery{200};
constexpr std::size_t kMostNeurons = 256;  ///< whose period is kept

}  // namespace

/// Everything only the simulation thread touches.
class Runner::Loop {
 public:
  explicit Loop(Runner& owner) : owner_(owner) {}

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      try {
        for (Order& order : owner_.orders_.drain()) obey(order);
        const Milliseconds pause = work(stop);
        if (is_news_ && owner_.frames_.wanted()) publish();
        if (pause > Milliseconds{0}) owner_.orders_.waitFor(stop, pause);
      } catch (const std::exception& error) {
        fail(error);
      }
    }
  }

 private:
  /// One command that fails takes no other with it.
  void obey(Order& order) {
    is_news_ = true;
    ticket_ = order.ticket;
    try {
      std::visit([this](auto& one) { handle(one); }, order.command);
    } catch (const std::exception& error) {
      fail(error);
    }
    if (ticket_ != 0) stamps_.push_back({ticket_, step(), dt()});
  }
  /// No exception leaves the thread: the run stops and says why.
  void fail(const std::exception& error) {
    error_ = error.what();
    halt();
    is_news_ = true;
  }
  void halt() {
    is_running_ = false;
    steps_asked_ = 0;
    until_.reset();
    stop_rule_.reset();
  }
  void begin() {
    halt();
    error_.clear();
    pace_.anchor();
  }

  void handle(UseNetworks& command) {
    if (command.variants.empty()) retired_.clear();
    runs_ = VariantRun::adopted(std::move(command.variants), runs_, step(), retired_);
    error_.clear();
    pace_.distrust();
    applySwitches();
    observe();
    pace_.anchor();
  }
  void handle(const Run&) {
    begin();
    is_running_ = true;
  }
  void handle(RunUntil& command) {
    begin();
    until_ = std::move(command);
    until_ticket_ = ticket_;
    bindCondition();
    is_running_ = true;
    if (until_->probe.empty() && stop_rule_ && stop_rule_->holds(step(), dt())) {
      meet();  // it has passed
    }
  }
  void handle(const Pause&) { halt(); }
  void handle(const Step& command) {
    const std::int64_t asked = steps_asked_ + std::max<std::int64_t>(command.n, 0);
    begin();
    steps_asked_ = asked;
  }
  void handle(const Reset&) {
    for (VariantRun& run : runs_) run.reset();
    retired_.clear();
    pokes_.clear();
    applySwitches();
    steps_asked_ = 0;
    ++epoch_;
    observe();
    pace_.anchor();
  }
  void handle(const SetSpeed& command) { pace_.setSpeed(command.factor); }
  void handle(const SetLearning& command) {
    learning_ = command.on;
    applySwitches();
  }
  void handle(const SetLive& command) {
    for (VariantRun& run : runs_)
      setLive(run.network(), command.input, command.values, run.change());
  }
  void handle(SetPokes& command) {
    pokes_ = std::move(command.pokes);
    applySwitches();
  }
  void handle(const SetNow& command) {
    for (VariantRun& run : runs_) {
      for (const LearnedParameter parameter : command.parameters) {
        setNow(run.network(), parameter, run.change());
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
    states.reserve(runs_.size());
    for (const VariantRun& run : runs_) states.push_back(run.state());
    owner_.states_.publish(std::move(states));
  }

  /// The learning switch outlives resets and other networks, pokes other networks.
  void applySwitches() {
    for (VariantRun& run : runs_) {
      if (learning_) run.change().learning = *learning_;
      setPokes(run.network(), pokes_, run.change());
    }
  }

  /// Binds recorders and the condition to the states and channels as they are now.
  void observe() {
    for (VariantRun& run : runs_) run.observe(observed_);
    meter_.start(shownRun() != nullptr ? &shownRun()->state() : nullptr);
    watchPhases();
    weights_published_ = {};
    bindCondition();
  }
  /// Begins anew with the period of the shown variant, if it has one.
  void watchPhases() {
    phases_.reset();
    stride_ = ActivityMeter::kStride;
    if (shownRun() == nullptr) return;
    const Network& network = shownRun()->network();
    const auto period = playedPeriod(network);
    if (!period || network.neuron_slots > kMostNeurons) return;
    stride_ = phaseStride(*period / dt(), stride_);
    phases_.emplace(*period, PhaseLayout(network).channels());
  }
  void bindCondition() {
    stop_rule_.reset();
    if (until_) stop_rule_.emplace(*until_, runs_);
  }
  void meet() {
    met_ = until_ticket_;
    halt();
  }

  /// Does the steps that are due, for at most a slice.
  /// @returns how long to sleep afterwards
  Milliseconds work(const std::stop_token& stop) {
    const bool any_alive =
        std::ranges::any_of(runs_, [](const VariantRun& run) { return !run.state().divergence; });
    if (!any_alive) steps_asked_ = 0;
    if (!any_alive || (!is_running_ && steps_asked_ == 0)) return kIdle;
    const auto slice_end = Clock::now() + kSlice;
    while (!stop.stop_requested()) {
      const auto now = Clock::now();
      const std::int64_t due = stepsDue();
      if (due <= 0) {
        collect();
        return std::min(kIdle, pace_.perStep(dt()));
      }
      if (now >= slice_end) break;
      advance(std::min(due, pace_.chunk()));
      pace_.chunkTook(Clock::now() - now);
    }
    collect();
    return Milliseconds{0};
  }

  std::int64_t stepsDue() {
    if (steps_asked_ > 0) return steps_asked_;
    return is_running_ ? pace_.due(dt()) : 0;
  }

  /// Up to n steps, fewer if a condition comes to hold.
  void advance(std::int64_t n) {
    is_news_ = true;
    for (std::int64_t left = n; left > 0;) {
      const std::int64_t part =
          stop_rule_ ? std::min(left, stop_rule_->stepsAhead(step(), dt())) : left;
      for (VariantRun& run : runs_) advance(run, part);
      left -= part;
      pace_.did(part);
      if (steps_asked_ > 0) steps_asked_ -= std::min(part, steps_asked_);
      if (stop_rule_ && stop_rule_->holds(step(), dt())) return meet();
    }
  }
  void advance(VariantRun& run, std::int64_t n) {
    if (&run != shownRun()) return run.advance(n);
    while (n > 0) {  // the meters look every few steps
      const std::int64_t part = std::min(n, stride_);
      run.advance(part);
      const State& state = run.state();
      meter_.sample(state);
      if (phases_) {
        phases_->add(static_cast<double>(state.step) * dt(), {state.r, state.e, state.target});
      }
      n -= part;
    }
  }

  void collect() {
    for (VariantRun& run : runs_) run.collect();
  }

  void publish() {
    const auto now = Tempo::now();
    const bool are_weights_due = now - weights_published_ >= kWeightsEvery;
    // A paused run has nothing new to show, but for the weights that were not due yet.
    is_news_ = is_running_ || !are_weights_due;
    Frame frame;
    frame.dt = dt();
    frame.step = step();
    frame.t = static_cast<double>(frame.step) * dt();
    frame.is_running = is_running_;
    frame.is_conditional = until_.has_value();
    frame.met = met_;
    frame.reached_speed = is_running_ ? pace_.reached(dt()) : 0;
    frame.epoch = epoch_;
    frame.error = error_;
    frame.stamps = std::exchange(stamps_, {});
    frame.obeyed = ticket_;
    for (VariantRun& run : runs_) {
      if (are_weights_due) run.measure();
      frame.variants.push_back(run.publish());
    }
    frame.shown = observed_.shown;
    if (const VariantRun* run = shownRun()) {
      frame.network = run->shared();
      frame.targets = asFloats(run->state().target);
      meter_.take(frame.rates, frame.errors);
      if (are_weights_due) run->publishParameters(frame);
      if (are_weights_due && phases_) {
        frame.phases = std::make_shared<const PhaseCurves>(phases_->take());
      }
    }
    if (are_weights_due) weights_published_ = now;
    owner_.frames_.publish(std::move(frame));
  }
  [[nodiscard]] std::int64_t step() const {
    std::int64_t newest = 0;
    for (const VariantRun& run : runs_) newest = std::max(newest, run.state().step);
    return newest;
  }
  [[nodiscard]] double dt() const {
    return runs_.empty() ? 1 : runs_.front().network().settings.dt;
  }
  [[nodiscard]] const VariantRun* shownRun() const {
    return observed_.shown < runs_.size() ? &runs_[observed_.shown] : nullptr;
  }

  Runner& owner_;
  std::deque<VariantRun> runs_;     // a stop rule points into it
  std::deque<RetiredRun> retired_;  ///< until the next reset
  Observe observed_;
  ActivityMeter meter_;
  std::optional<PhaseMeans> phases_;  // of the shown variant
  std::int64_t stride_ = ActivityMeter::kStride;
  Pace pace_;
  bool is_running_ = false;
  bool is_news_ = true;           ///< something a frame would show differently
  std::optional<bool> learning_;  ///< the switch, once it was touched
  std::vector<Poke> pokes_;
  std::int64_t steps_asked_ = 0;
  std::optional<RunUntil> until_;
  std::optional<StopRule> stop_rule_;  ///< of until_
  std::uint64_t ticket_ = 0;           ///< of the order that is being obeyed, or was last
  std::uint64_t until_ticket_ = 0, met_ = 0;
  std::vector<Stamp> stamps_;
  std::uint64_t epoch_ = 0;
  std::string error_;
  Tempo::Time weights_published_;
};

Runner::Runner()
    : orders_(256), thread_([this](const std::stop_token& stop) { Loop(*this).run(stop); }) {}

Runner::~Runner() = default;

bool Runner::send(Command command, std::uint64_t ticket) {
  Order order{std::move(command), ticket};
  return orders_.push(order);
}

std::optional<Frame> Runner::takeFrame() { return frames_.take(); }

std::optional<std::vector<State>> Runner::takeStates() { return states_.take(); }

}  // namespace vle
