// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/explanations.h"

#include <utility>

#include "sim/carry_over.h"

namespace vle::ui {

void Explanations::ask(VariantId variant, std::shared_ptr<const Network> network, State state,
                       std::shared_ptr<const LastGood> last_good) {
  asked_[variant].is_begun = true;
  jobs_.add([this, variant, run = run_, network = std::move(network), state = std::move(state),
             last_good = std::move(last_good)](const std::stop_token&) {
    const std::optional<State> before =
        last_good ? std::optional(carryOver(*last_good->network, last_good->state, *network))
                  : std::nullopt;
    Diagnosis result{.report = explainDivergence(*network, state, before ? &*before : nullptr),
                     .divergence = *state.divergence,
                     .prelude = {}};
    if (last_good)
      result.prelude = preludeOf(last_good->network, last_good->state, *state.divergence);
    QMetaObject::invokeMethod(
        this,
        [this, variant, run, reason = std::make_shared<const Diagnosis>(std::move(result))] {
          if (run != run_) return;
          asked_[variant].found = reason;
          emit found();
        },
        Qt::QueuedConnection);
  });
}

void Explanations::setNotBegun(VariantId variant) {
  const auto asked = asked_.find(variant);
  if (asked != asked_.end() && !asked->second.is_begun) asked_.erase(asked);
}

std::shared_ptr<const Diagnosis> Explanations::diagnosis(VariantId variant) const {
  const auto asked = asked_.find(variant);
  return asked == asked_.end() ? nullptr : asked->second.found;
}

void Explanations::clear() {
  asked_.clear();
  jobs_.drop();
  ++run_;
}

}  // namespace vle::ui
