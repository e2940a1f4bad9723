// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/sweep.h"

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

SweepResult runOne(const Project& project) {
  const ExperimentResult result = runExperiment(project, {});
  const VariantResult& variant = result.variants.front();
  const bool is_tested = variant.network->test.has_value();
  return {
      .loss_first = variant.loss_first,
      .loss_last = variant.loss_last,
      .loss_test = is_tested ? ifFinite(variant.state.loss_test) : std::nullopt,
      .loss_test_relative = is_tested ? ifFinite(variant.state.loss_test_relative) : std::nullopt,
      .time_to_threshold = variant.time_to_threshold,
      .diverged = variant.state.divergence.has_value()};
}

Outcome attempt(const std::function<Project(std::size_t)>& project, std::size_t index) {
  try {
    return runOne(project(index));
  } catch (...) {
    return std::current_exception();
  }
}

/// Hands out indices and takes what became of them.
class Queue {
 public:
  explicit Queue(std::size_t count) : outcomes_(count) {}

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
              std::size_t jobs,
              const std::function<void(std::size_t, const SweepResult&)>& on_result) {
  Queue queue(count);
  std::vector<std::jthread> threads;
  struct Closer {  // also when on_result throws: the threads are joined
    Queue& queue;
    ~Closer() { queue.close(); }
  };
  for (std::size_t k = 0; k < std::min(jobs, count); ++k) {
    threads.emplace_back([&queue, &project] {
      while (const auto index = queue.take()) queue.put(*index, attempt(project, *index));
    });
  }
  const Closer closer{queue};
  for (std::size_t index = 0; index < count; ++index) {
    const Outcome outcome = queue.wait(index);
    if (const auto* failed = std::get_if<std::exception_ptr>(&outcome)) {
      std::rethrow_exception(*failed);
    }
    on_result(index, std::get<SweepResult>(outcome));
  }
}

}  // namespace vle
