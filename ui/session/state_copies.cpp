// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/state_copies.h"

#include <utility>

namespace vle::ui {

void StateCopies::ask(const QObject* owner, Take take) {
  waiting_.push_back({owner, std::move(take)});
  if (waiting_.size() == 1) networks_ = send_();
}

void StateCopies::answer(const std::vector<State>& states) {
  if (waiting_.empty()) return;
  if (states.size() != networks_.size()) {  // of other variants: who waits is answered in any case
    networks_ = send_();
    return;
  }
  const Networks networks = std::move(networks_);
  const Question question = std::move(waiting_.front());
  waiting_.pop_front();
  if (!waiting_.empty()) networks_ = send_();
  if (!question.owner.isNull()) question.take(networks, states);
}

}  // namespace vle::ui
