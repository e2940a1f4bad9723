// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/pace.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vle {

namespace {

constexpr double kMostDebt = 100;  // ms of the clock
constexpr Pace::Milliseconds kCountedOver{500};
constexpr Pace::Milliseconds kChunk{0.5};
constexpr std::int64_t kLargestChunk = 4096;

}  // namespace

void Pace::setSpeed(double factor) {
  speed_ = factor;
  anchor();
}

void Pace::anchor() {
  anchor_ = Tempo::now();
  done_ = 0;
}

std::int64_t Pace::due(double dt) {
  if (std::isinf(speed_)) return std::numeric_limits<std::int64_t>::max();
  const double wanted = Milliseconds(Tempo::now() - anchor_).count() * speed_ / dt;
  const std::int64_t due = static_cast<std::int64_t>(std::min(wanted, 1e15)) - done_;
  // Too slow to keep up: forget the debt instead of racing through it later.
  if (static_cast<double>(due) * dt / speed_ > kMostDebt) anchor();
  return due;
}

void Pace::did(std::int64_t steps) {
  done_ += steps;
  counted_ += steps;
}

void Pace::chunkTook(Milliseconds time) {
  if (time < kChunk / 2) chunk_ = std::min(chunk_ * 2, kLargestChunk);
  if (time > kChunk) chunk_ = std::max<std::int64_t>(chunk_ / 2, 1);
}

double Pace::reached(double dt) {
  const auto now = Tempo::now();
  const Milliseconds passed = now - counted_from_;
  if (passed >= kCountedOver) {
    reached_ = static_cast<double>(counted_) * dt / passed.count();
    counted_from_ = now;
    counted_ = 0;
  }
  return reached_;
}

}  // namespace vle
