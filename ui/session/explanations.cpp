// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/explanations.h"

#include <utility>

#include "sim/carry_over.h"

namespace vle::ui {

void Explanations::ask(VariantId variant, std::shared_ptr<const Network> network, State state,
                       std::shared_ptr<const NetworkState> last_good) {
  asked_[variant].question = ++last_question_;
  const auto work = [network = std::move(network), state = std::move(state),
                     last_good = std::move(last_good)](const std::stop_token&) {
    const std::optional<State> before =
        last_good ? std::optional(carryOver(*last_good->network, last_good->state, *network))
                  : std::nullopt;
    Diagnosis result{.report = explainDivergence(*network, state, before ? &*before : nullptr),
                     .divergence = *state.divergence,
                     .prelude = {}};
    if (last_good)
      result.prelude = preludeOf(last_good->network, last_good->state, *state.divergence);
    return std::make_shared<const Diagnosis>(std::move(result));
  };
  jobs_.add(work, [this, variant,
                   question = last_question_](const std::shared_ptr<const Diagnosis>& reason) {
    const auto asked = asked_.find(variant);
    if (asked == asked_.end() || asked->second.question != question) return;
    asked->second.found = reason;
    emit found();
  });
}

void Explanations::setNotBegun(VariantId variant) {
  const auto asked = asked_.find(variant);
  if (asked != asked_.end() && asked->second.question == 0) asked_.erase(asked);
}

std::shared_ptr<const Diagnosis> Explanations::diagnosis(VariantId variant) const {
  const auto asked = asked_.find(variant);
  return asked == asked_.end() ? nullptr : asked->second.found;
}

void Explanations::outdate(VariantId variant) {
  const auto asked = asked_.find(variant);
  if (asked != asked_.end()) asked->second = {.question = ++last_question_, .found = nullptr};
}

void Explanations::clear() {
  asked_.clear();
  jobs_.queue().drop();
}

}  // namespace vle::ui
