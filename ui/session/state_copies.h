// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one door to the states of a run: whoever wants a copy asks here and is answered in turn, with
// the networks the states belong to. A question goes with its owner. GUI thread.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include <QPointer>

#include "run/messages.h"

namespace vle::ui {

class StateCopies {
 public:
  using Networks = std::vector<std::shared_ptr<const Network>>;
  /// What is done with the states, one a variant; of one that cannot run the network is nullptr.
  using Take = std::function<void(const Networks& networks, const std::vector<State>& states)>;

  /// @param send  sends CopyStates behind all that was asked of the run, and returns the networks
  ///              that run then
  explicit StateCopies(std::function<Networks()> send) : send_(std::move(send)) {}

  /// @param owner  on whose behalf; nobody is answered once it is gone
  void ask(const QObject* owner, Take take);
  /// The states that were sent for have come.
  /// @param states  of the networks that run
  void answer(std::vector<State> states);

 private:
  struct Question {
    QPointer<const QObject> owner;
    Take take;
  };
  std::function<Networks()> send_;
  std::deque<Question> waiting_;  // for the first one's the states are on their way,
  Networks networks_;             // of these networks
};

}  // namespace vle::ui
