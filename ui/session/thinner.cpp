// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/thinner.h"

#include <cmath>

namespace vle::ui {

void Thinner::add(std::int64_t end_step, double min, double max, double last) {
  const std::int64_t bin = (end_step - 1) / bin_;
  if (bin != current_) flush();
  current_ = bin;
  step_ = end_step;
  last_ = last;
  if (min < min_) {
    min_ = min;
    min_step_ = end_step;
  }
  if (max > max_) {
    max_ = max;
    max_step_ = end_step;
  }
  is_empty_ = false;
}

void Thinner::flush() {
  if (is_empty_) return;
  is_empty_ = true;
  if (min_ > max_) {  // nothing but NaN
    point(step_, std::numeric_limits<double>::quiet_NaN());
  } else if (min_ == max_) {
    point(step_, min_);
  } else {
    // Within one row, the extreme farther from the last value first: the line ends where it does.
    const bool rises = min_step_ != max_step_ ? min_step_ < max_step_
                                              : std::abs(max_ - last_) < std::abs(min_ - last_);
    if (rises) point(min_step_, min_);
    point(max_step_, max_);
    if (!rises) point(min_step_, min_);
  }
  min_ = std::numeric_limits<double>::infinity();
  max_ = -min_;
}

void Thinner::finish() {
  const bool was_empty = is_empty_;
  flush();
  if (!was_empty && curve_.t.back() < static_cast<double>(step_) * dt_) point(step_, last_);
}

void Thinner::point(std::int64_t step, double y) {
  curve_.t.push_back(static_cast<double>(step) * dt_);
  curve_.y.push_back(std::isfinite(y) ? y : std::numeric_limits<double>::quiet_NaN());
}

}  // namespace vle::ui
