// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/sweep.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "run/experiment.h"

namespace vle {

namespace {

using Outcome = std::variant<std::monostate, SweepResult, std::exception_ptr>;

std::optional<double> ifFinite(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// Thrown out of a run that nobody wants any more.
struct Stopped {};

SweepResult runOne(const Project& project, const SweepOptions& options) {
  ExperimentOptions run;
  SweepResult result;
  const double dt = project.settings.dt;
  if (options.course_rows > 0) {
    const double steps = project.settings.duration / dt;
    run.probes = {"loss_mean"};
    run.every = std::max<std::int64_t>(
        1, static_cast<std::int64_t>(steps / static_cast<double>(options.course_rows)));
    run.envelopes = false;
    run.on_rows = [&result, dt](const std::vector<TraceBlock>& blocks) {
      const TraceBlock& block = blocks.front();
      for (std::size_t row = 0; row < block.rows(); ++row) {
        result.t.push_back(static_cast<double>(block.end_steps[row]) * dt);
        result.loss.push_back(block.last[block.at(row, 0)]);
      }
    };
  }
  run.on_progress = [&options, before = 0.0](double share) mutable {
    if (options.stop.stop_requested()) throw Stopped();
    if (options.on_progress) options.on_progress(share - before);
    before = share;
  };
  const ExperimentResult all = runExperiment(project, run);
  const VariantResult& variant = all.variants.front();
  const bool is_tested = variant.network->test.has_value();
  result.loss_first = variant.loss_first;
  result.loss_last = variant.loss_last;
  if (is_tested) {
    result.loss_test = ifFinite(variant.state.loss_test);
    result.loss_test_relative = ifFinite(variant.state.loss_test_relative);
  }
  result.time_to_threshold = variant.time_to_threshold;
  result.diverged = variant.state.divergence.has_value();
  return result;
}

Outcome attempt(const std::function<Project(std::size_t)>& project, std::size_t index,
                const SweepOptions& options) {
  try {
    return runOne(project(index), options);
  } catch (...) {
    return std::current_exception();
  }
}

/// Hands out indices and takes what became of them.
class Queue {
 public:
  explicit Queue(std::size_t count) { outcomes_.resize(count); }

  /// The next run to be done; nothing if there is none.
  std::optional<std::size_t> take() {
    const std::lock_guard lock(mutex_);
    if (next_ == outcomes_.size()) return std::nullopt;
    return next_++;
  }
  void put(std::size_t index, Outcome outcome) {
    {
      const std::lock_guard lock(mutex_);
      outcomes_[index] = std::move(outcome);
    }
    news_.notify_one();
  }
  /// Waits for one outcome.
  Outcome wait(std::size_t index) {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [&] { return outcomes_[index].index() != 0; });
    return std::move(outcomes_[index]);
  }
  /// No further run is begun.
  void close() {
    const std::lock_guard lock(mutex_);
    next_ = outcomes_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::size_t next_ = 0;
  std::vector<Outcome> outcomes_;
};

}  // namespace

void runSweep(std::size_t count, const std::function<Project(std::size_t)>& project,
              const SweepOptions& options,
              const std::function<void(std::size_t, const SweepResult&)>& on_result) {
  Queue queue(count);
  std::vector<std::jthread> threads;
  struct Closer {  // also when on_result throws: the threads are joined
    Queue& queue;
    ~Closer() { queue.close(); }
  };
  for (std::size_t k = 0; k < std::min(options.jobs, count); ++k) {
    threads.emplace_back([&queue, &project, &options] {
      setPriority(options.priority);
      while (const auto index = queue.take()) queue.put(*index, attempt(project, *index, options));
    });
  }
  const Closer closer{queue};
  for (std::size_t index = 0; index < count; ++index) {
    const Outcome outcome = queue.wait(index);
    if (options.stop.stop_requested()) return;
    if (const auto* failed = std::get_if<std::exception_ptr>(&outcome)) {
      std::rethrow_exception(*failed);
    }
    on_result(index, std::get<SweepResult>(outcome));
  }
}

}  // namespace vle
