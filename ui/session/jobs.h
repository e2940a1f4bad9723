// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Work beside the run, and its results back in the event loop. Results pass through a lock of ours,
// Qt only rings: the thread sanitizer does not see how its event queue is locked. GUI thread.
#pragma once

#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <stop_token>
#include <utility>

#include <QObject>

#include "run/job_queue.h"

namespace vle::ui {

/// Member of whom the jobs are for, behind what they use.
class Jobs : public QObject {
  Q_OBJECT

 public:
  explicit Jobs(Priority priority = Priority::Usual) : queue_(priority) {}

  /// Does `work` in the queue and calls `take` with its result in the event loop, where also ends
  /// what it throws.
  template <class Work, class Take>
  void add(Work work, Take take) {
    queue_.add([this, work = std::move(work), take = std::move(take)](const std::stop_token& stop) {
      try {
        bring([take, result = work(stop)] { take(result); });
      } catch (...) {
        bring([failure = std::current_exception()] { std::rethrow_exception(failure); });
      }
    });
  }

  [[nodiscard]] JobQueue& queue() { return queue_; }

 private slots:
  void deliver();

 private:
  /// On the thread of the queue.
  void bring(std::function<void()> result);

  std::mutex mutex_;
  std::deque<std::function<void()>> results_;
  JobQueue queue_;  // last: ends before what it uses is gone
};

}  // namespace vle::ui
