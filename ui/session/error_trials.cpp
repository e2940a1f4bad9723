// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/error_trials.h"

#include <algorithm>
#include <utility>

#include "sim/model_trial.h"

namespace vle::ui {

void ErrorTrials::ask(const std::vector<Variant>& variants,
                      const std::vector<std::shared_ptr<const Network>>& networks, bool is_reload) {
  const std::vector<Asked> before = std::exchange(asked_, {});
  jobs_.queue().drop();  // what has not begun is asked for again, if it is still wanted
  for (std::size_t k = 0; k < variants.size() && k < networks.size(); ++k) {
    Asked now{variants[k].id, networks[k], false, {}};
    const auto old = std::ranges::find(before, now.variant, &Asked::variant);
    if (old != before.end() && !is_reload && now.network != nullptr) {
      now.is_known = old->is_known && old->network == now.network;
      now.issues = old->issues;
    }
    asked_.push_back(now);
    if (now.is_known || now.network == nullptr) continue;
    const std::string name = variants.size() > 1 ? variants[k].label() : std::string();
    const auto work = [network = now.network, name](const std::stop_token&) {
      return trialIssues(*network, name);
    };
    jobs_.add(work, [this, variant = now.variant,
                     network = now.network](const std::vector<Issue>& issues) {
      const auto asked = std::ranges::find(asked_, variant, &Asked::variant);
      if (asked == asked_.end() || asked->network != network) return;
      asked->is_known = true;
      asked->issues = issues;
      emit found();
    });
  }
}

std::vector<Issue> ErrorTrials::issues() const {
  std::vector<Issue> issues;
  for (const Asked& asked : asked_) {
    issues.insert(issues.end(), asked.issues.begin(), asked.issues.end());
  }
  return issues;
}

}  // namespace vle::ui
