// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the canvas needs to show neurons that may oscillate far faster than the screen: last value,
// swing and mean square of every rate and error since the last frame. Simulation thread.
#pragma once

#include "run/messages.h"

namespace vle {

class ActivityMeter {
 public:
  static constexpr std::int64_t kStride = 16;  ///< steps between two samples

  /// Begins anew with the arrays of a state (nullptr: nothing to show).
  void start(const State* state);
  void sample(const State& state);
  /// Hands over what was seen since the last call; without a new sample, the last values.
  void take(Activity& rates, Activity& errors);

 private:
  Activity rates_, errors_;
  float samples_ = 0;
};

}  // namespace vle
