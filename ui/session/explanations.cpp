// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/explanations.h"

#include <chrono>
#include <utility>

#include "sim/carry_over.h"

namespace vle::ui {

namespace {

bool isReady(const std::future<Diagnosis>& coming) {
  return coming.valid() && coming.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

}  // namespace

void Explanations::ask(VariantId variant, std::shared_ptr<const Network> network, State state,
                       std::shared_ptr<const LastGood> last_good) {
  asked_[variant].coming = std::async(
      std::launch::async,
      [network = std::move(network), state = std::move(state), last_good = std::move(last_good)] {
        const std::optional<State> before =
            last_good ? std::optional(carryOver(*last_good->network, last_good->state, *network))
                      : std::nullopt;
        Diagnosis result{.report = explainDivergence(*network, state, before ? &*before : nullptr),
                         .divergence = *state.divergence,
                         .prelude = {}};
        if (last_good)
          result.prelude = preludeOf(last_good->network, last_good->state, *state.divergence);
        return result;
      });
}

void Explanations::setNotBegun(VariantId variant) {
  const auto asked = asked_.find(variant);
  if (asked == asked_.end() || asked->second.coming.valid() || asked->second.found) return;
  asked_.erase(asked);
}

bool Explanations::poll() {
  std::erase_if(abandoned_, isReady);
  bool any = false;
  for (auto& [variant, asked] : asked_) {
    if (!isReady(asked.coming)) continue;
    asked.found = std::make_shared<const Diagnosis>(asked.coming.get());
    any = true;
  }
  return any;
}

std::shared_ptr<const Diagnosis> Explanations::diagnosis(VariantId variant) const {
  const auto found = asked_.find(variant);
  return found == asked_.end() ? nullptr : found->second.found;
}

void Explanations::clear() {
  for (auto& [variant, asked] : asked_) {
    if (asked.coming.valid()) abandoned_.push_back(std::move(asked.coming));
  }
  asked_.clear();
}

}  // namespace vle::ui
