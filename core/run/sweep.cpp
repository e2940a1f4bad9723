// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/sweep.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <variant>
#include <vector>

#include "run/experiment.h"
#include "sim/divergence_report.h"

namespace vle {

namespace {

/// There was not enough memory, with others beside it.
struct NoRoom {};

using Outcome = std::variant<std::monostate, SweepResult, NoRoom>;

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
    if (options.is_stopping()) throw Stopped();
    if (options.on_progress) options.on_progress(share - before);
    before = share;
  };
  const ExperimentResult all = runExperiment(project, run);
  const VariantResult& variant = all.variants.front();
  const bool is_tested = variant.network->held_out.has_value();
  result.loss_first = variant.loss_first;
  result.loss_last = variant.loss_last;
  if (is_tested) {
    result.loss_test = ifFinite(variant.state.loss_test);
    result.loss_test_relative = ifFinite(variant.state.loss_test_relative);
  }
  result.time_to_threshold = variant.time_to_threshold;
  result.diverged = variant.state.divergence.has_value();
  if (result.diverged) result.reason = divergenceSentence(*variant.network, variant.state);
  return result;
}

SweepResult failure(std::string reason) {
  SweepResult result;
  result.failed = true;
  result.reason = std::move(reason);
  return result;
}

Outcome attempt(const std::function<Project(std::size_t)>& project, std::size_t index,
                const SweepOptions& options) {
  try {
    return runOne(project(index), options);
  } catch (const std::bad_alloc&) {
    return NoRoom{};
  } catch (const Stopped&) {
    return failure("stopped");
  } catch (const std::exception& error) {
    return failure(error.what());
  }
}

SweepResult attemptAlone(const std::function<Project(std::size_t)>& project, std::size_t index,
                         const SweepOptions& options) {
  const Outcome outcome = attempt(project, index, options);
  if (const auto* result = std::get_if<SweepResult>(&outcome)) return *result;
  return failure("there is not enough memory");
}

/// Hands out indices and takes what became of them.
class Queue {
 public:
  explicit Queue(std::size_t count) { outcomes_.resize(count); }

  /// The next run to be done, which is under way until it is put; waits while a run must be alone.
  /// Nothing if there is none.
  std::optional<std::size_t> take() {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [this] { return !is_held_; });
    if (next_ == outcomes_.size()) return std::nullopt;
    ++under_way_;
    return next_++;
  }
  void put(std::size_t index, Outcome outcome) {
    {
      const std::lock_guard lock(mutex_);
      outcomes_[index] = std::move(outcome);
      --under_way_;
    }
    news_.notify_all();
  }
  /// Waits for one outcome.
  Outcome wait(std::size_t index) {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [&] { return outcomes_[index].index() != 0; });
    return std::move(outcomes_[index]);
  }
  /// Calls something while no run is under way.
  void alone(const std::function<void()>& call) {
    {
      std::unique_lock lock(mutex_);
      is_held_ = true;
      news_.wait(lock, [this] { return under_way_ == 0; });
    }
    call();
    {
      const std::lock_guard lock(mutex_);
      is_held_ = false;
    }
    news_.notify_all();
  }
  /// No further run is begun.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      next_ = outcomes_.size();
    }
    news_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::size_t next_ = 0;
  std::size_t under_way_ = 0;
  bool is_held_ = false;  ///< a run must be alone
  std::vector<Outcome> outcomes_;
};

/// As many threads as there is room for, at least one.
/// @param work  what each does
std::vector<std::jthread> startThreads(std::size_t count, const std::function<void()>& work) {
  std::vector<std::jthread> threads;
  threads.reserve(count);
  while (threads.size() < count) {
    try {
      threads.emplace_back(work);
    } catch (const std::system_error&) {
      if (threads.empty()) throw;
      break;
    }
  }
  return threads;
}

}  // namespace

void runSweep(std::size_t count, const std::function<Project(std::size_t)>& project,
              const SweepOptions& options,
              const std::function<void(std::size_t, const SweepResult&)>& on_result) {
  Queue queue(count);
  const std::vector<std::jthread> threads = startThreads(std::min(options.jobs, count), [&] {
    setPriority(options.priority);
    while (const auto index = queue.take()) queue.put(*index, attempt(project, *index, options));
  });
  struct Closer {  // also when on_result throws: the threads are joined
    Queue& queue;
    ~Closer() { queue.close(); }
  };
  const Closer closer{queue};
  for (std::size_t index = 0; index < count; ++index) {
    Outcome outcome = queue.wait(index);
    if (std::holds_alternative<NoRoom>(outcome)) {
      queue.alone([&] { outcome = attemptAlone(project, index, options); });
    }
    if (options.is_stopping()) return;  // this run may have been cut short
    on_result(index, std::get<SweepResult>(outcome));
  }
}

}  // namespace vle
