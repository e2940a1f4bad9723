// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/error_trials.h"

#include <algorithm>
#include <utility>

#include "sim/error_trial.h"

namespace vle::ui {

void ErrorTrials::ask(const std::vector<Variant>& variants,
                      const std::vector<std::shared_ptr<const Network>>& networks, bool is_reload) {
  const std::vector<Asked> before = std::exchange(asked_, {});
  jobs_.queue().drop();  // what has not begun is asked for again, if it is still wanted
  for (std::size_t k = 0; k < variants.size() && k < networks.size(); ++k) {
    Asked now{variants[k].id, networks[k], false, std::nullopt};
    const auto old = std::ranges::find(before, now.variant, &Asked::variant);
    if (old != before.end() && !is_reload && now.network != nullptr) {
      now.is_known = old->is_known && old->network == now.network;
      now.issue = old->issue;
    }
    asked_.push_back(now);
    if (now.is_known || now.network == nullptr) continue;
    const std::string name = variants.size() > 1 ? variants[k].label() : std::string();
    const auto work = [network = now.network, name](const std::stop_token&) {
      const std::optional<ErrorRunaway> runaway = errorTrial(*network);
      return runaway ? std::optional(issueOf(*network, *runaway, name)) : std::nullopt;
    };
    jobs_.add(work, [this, variant = now.variant,
                     network = now.network](const std::optional<Issue>& issue) {
      const auto asked = std::ranges::find(asked_, variant, &Asked::variant);
      if (asked == asked_.end() || asked->network != network) return;
      asked->is_known = true;
      asked->issue = issue;
      emit found();
    });
  }
}

std::vector<Issue> ErrorTrials::issues() const {
  std::vector<Issue> issues;
  for (const Asked& asked : asked_) {
    if (asked.issue) issues.push_back(*asked.issue);
  }
  return issues;
}

}  // namespace vle::ui
