// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/state_copies.h"

#include <algorithm>
#include <utility>

namespace vle::ui {

void StateCopies::ask(const QObject* owner, Take take) {
  waiting_.push_back({owner, std::move(take)});
  if (waiting_.size() == 1) networks_ = send_();
}

void StateCopies::answer(std::vector<State> states) {
  if (waiting_.empty()) return;
  const auto running = networks_.size() - static_cast<std::size_t>(std::ranges::count(
                                              networks_, std::shared_ptr<const Network>()));
  if (states.size() != running) {  // of other variants: who waits is answered in any case
    networks_ = send_();
    return;
  }
  const Networks networks = std::move(networks_);
  for (std::size_t k = 0; k < networks.size(); ++k) {
    if (networks[k] == nullptr) states.emplace(states.begin() + static_cast<std::ptrdiff_t>(k));
  }
  const Question question = std::move(waiting_.front());
  waiting_.pop_front();
  if (!waiting_.empty()) networks_ = send_();
  if (!question.owner.isNull()) question.take(networks, states);
}

}  // namespace vle::ui
