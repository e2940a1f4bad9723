// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a run's updates were before anybody looked: plays it again from its start, with a look every
// now and then. Whether that is what happened is known at the end, where every bit must be that of
// the state it leads to. Used by the lab's microscope, in a JobQueue.
#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <vector>

#include "run/gradient_examiner.h"

namespace vle {

class PastLooks {
 public:
  /// @param one    not diverged
  /// @param looks  evenly from the start to the state of the case; ≥ 1
  /// @param window  of a look, ms; 0: usualOptions
  PastLooks(GradientCase one, std::size_t looks, double window);

  /// Would it take too long? Steps × numbers touched by one, of the whole run.
  [[nodiscard]] static bool isTooLong(const GradientCase& one);

  /// Plays on to the next look and takes it; after the last, to the state of the case.
  void advance(const std::stop_token& stop);
  [[nodiscard]] bool isDone() const { return is_done_; }
  /// The looks, in order of time; none if the run was not this one (something was done to it by
  /// hand, or it began beside others).
  /// @pre isDone()
  [[nodiscard]] const std::vector<GradientView>& views() const { return views_; }

 private:
  GradientCase one_;
  std::size_t looks_;
  double window_;
  std::unique_ptr<State> state_;
  std::vector<GradientView> views_;
  bool is_done_ = false;
};

}  // namespace vle
