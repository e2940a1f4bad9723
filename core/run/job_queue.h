// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A thread for work beside the run: jobs are done there one after the other, in the order they were
// asked for. Whoever asks gives the job a way to tell its result. Its public functions are called
// from the thread that made it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/priority.h"

namespace vle {

class JobQueue {
 public:
  /// Throws nothing, and ends soon once `stop` asks for it.
  using Job = std::function<void(const std::stop_token& stop)>;

  explicit JobQueue(Priority priority = Priority::Usual);
  /// As `cancel`: what the jobs use must still be there.
  ~JobQueue();
  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;

  void add(Job job);
  [[nodiscard]] bool isIdle() const;
  /// Returns when all that was asked for is done.
  void wait();
  /// What has not begun is not done any more.
  void drop();
  /// The same, and what is under way is asked to stop and waited for.
  void cancel();

 private:
  void work(const std::stop_token& end, Priority priority);

  mutable std::mutex mutex_;  // never held while a job is done
  std::condition_variable_any changed_;
  std::deque<Job> jobs_;
  bool is_busy_ = false;
  std::stop_source under_way_;
  std::jthread thread_;  // last: joins before what it uses is gone
};

}  // namespace vle
