// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What passes between threads: a queue of values, and a slot for the newest value. A mutex is held
// for the time of a pointer swap, never while anything is computed. (std::atomic<std::shared_ptr>
// is reported as a race by the thread sanitizer.)
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

namespace vle {

/// A bounded queue from one thread to another; order is kept.
template <class T>
class Mailbox {
 public:
  explicit Mailbox(std::size_t capacity) : capacity_(capacity) {}

  /// @returns false, leaving the value alone, if the mailbox is full
  bool push(T& value) {
    {
      const std::scoped_lock lock(mutex_);
      if (values_.size() >= capacity_) return false;
      values_.push_back(std::move(value));
    }
    arrived_.notify_one();
    return true;
  }

  /// Everything that arrived, oldest first.
  [[nodiscard]] std::vector<T> drain() {
    std::vector<T> result;
    const std::scoped_lock lock(mutex_);
    std::swap(result, values_);
    return result;
  }

  /// Sleeps until something arrives, the time is up or a stop is requested.
  template <class Duration>
  void waitFor(std::stop_token stop, Duration duration) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, stop, duration, [this] { return !values_.empty(); });
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::vector<T> values_;
};

/// A slot holding the newest value until it is taken.
template <class T>
class Latest {
 public:
  void publish(T value) {
    const std::scoped_lock lock(mutex_);
    value_ = std::move(value);
  }
  /// The value, if there is one that was not taken before.
  [[nodiscard]] std::optional<T> take() {
    std::optional<T> result;
    const std::scoped_lock lock(mutex_);
    std::swap(result, value_);
    return result;
  }
  /// Has the last value been taken? Until then a new one is not worth making.
  [[nodiscard]] bool wanted() const {
    const std::scoped_lock lock(mutex_);
    return !value_.has_value();
  }

 private:
  mutable std::mutex mutex_;
  std::optional<T> value_;
};

}  // namespace vle
