// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one simulation thread: takes commands, steps every variant in lockstep, records, publishes,
// keeps pace. Its public functions are called from the GUI thread; nothing they return is shared.
#pragma once

#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "run/mailbox.h"
#include "run/messages.h"

namespace vle {

class Runner {
 public:
  Runner();
  /// Stops and joins; returns within a slice of a few milliseconds or the time of one step.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// @param ticket  if not 0, a frame tells the step at which the command took effect
  /// @returns false if the mailbox is full; offer the command again later
  [[nodiscard]] bool send(Command command, std::uint64_t ticket = 0);

  /// What happened since the last call; nothing if the simulation had no time yet.
  [[nodiscard]] std::optional<Frame> takeFrame();

  /// The states asked for with CopyStates, one per variant; nothing until they are there.
  [[nodiscard]] std::optional<std::vector<State>> takeStates();

 private:
  class Loop;

  Mailbox<Order> orders_;
  Latest<Frame> frames_;
  Latest<std::vector<State>> states_;
  std::jthread thread_;  // last: joins before what it uses is gone
};

}  // namespace vle
