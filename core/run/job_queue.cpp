// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/job_queue.h"

#include <utility>

namespace vle {

JobQueue::JobQueue(Priority priority)
    : thread_([this, priority](const std::stop_token& end) { work(end, priority); }) {}

JobQueue::~JobQueue() {
  thread_.request_stop();
  cancel();
}

void JobQueue::add(Job job) {
  {
    const std::scoped_lock lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_all();
}

bool JobQueue::isIdle() const {
  const std::scoped_lock lock(mutex_);
  return jobs_.empty() && !is_busy_;
}

void JobQueue::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return jobs_.empty() && !is_busy_; });
}

void JobQueue::drop() {
  std::deque<Job> dropped;
  const std::scoped_lock lock(mutex_);
  std::swap(dropped, jobs_);
}

void JobQueue::cancel() {
  drop();
  std::unique_lock lock(mutex_);
  under_way_.request_stop();
  changed_.wait(lock, [this] { return !is_busy_; });
}

void JobQueue::work(const std::stop_token& end, Priority priority) {
  setPriority(priority);
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, end, [this] { return !jobs_.empty(); })) {
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    is_busy_ = true;
    under_way_ = std::stop_source();
    const std::stop_token stop = under_way_.get_token();
    lock.unlock();
    job(stop);
    job = nullptr;  // and what it held
    lock.lock();
    is_busy_ = false;
    changed_.notify_all();
  }
}

}  // namespace vle
