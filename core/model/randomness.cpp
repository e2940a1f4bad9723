// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/randomness.h"

#include <algorithm>

#include "model/feedback_traits.h"
#include "model/signal_kinds.h"

namespace vle {

namespace {

bool isDrawn(const Value& value) {
  if (std::holds_alternative<Draw>(value.form)) return true;
  const auto* reference =
      std::get_if<Reference>(&value.form);  // what it refers to is judged itself
  return reference != nullptr && std::ranges::any_of(reference->plus, isDrawn);
}

bool isDrawn(const SignalSpec& signal) {
  const auto* constant = std::get_if<ConstantSignal>(&signal);
  return kindOf(signal).is_random || (constant != nullptr && isDrawn(constant->value));
}

bool isDrawn(const NodeSpec& node) {
  if (const InputSpec* input = node.input()) return isDrawn(input->signal);
  if (const LayerSpec* layer = node.layer()) {
    return isDrawn(layer->tau_m) || isDrawn(layer->tau_r) || isDrawn(layer->bias);
  }
  const TargetSpec* target = node.target();
  const auto* signal = target != nullptr ? std::get_if<SignalSpec>(&target->source) : nullptr;
  return signal != nullptr && isDrawn(*signal);
}

bool isDrawn(const ProjectionSpec& projection, const Project& project) {
  const auto trained = project.weights.find(projection.name);
  const bool has_W = trained != project.weights.end() && !trained->second.W.empty();
  const bool has_B = trained != project.weights.end() && !trained->second.B.empty();
  const NodeSpec* from = project.network.find(projection.from);
  const bool uses_B = from != nullptr && from->layer() != nullptr &&
                      feedbackTraits(projection.feedbackKind()).uses.B;
  return projection.pattern.kind == Pattern::Kind::Sparse || (!has_W && isDrawn(projection.W)) ||
         (uses_B && !has_B && isDrawn(projection.feedback->B));
}

}  // namespace

bool drawsFromSeed(const Project& project) {
  const NetworkSpec& network = project.network;
  const auto& test = project.settings.test;
  return std::ranges::any_of(network.nodes,
                             [](const auto& item) { return isDrawn(item.second); }) ||
         std::ranges::any_of(network.projections,
                             [&](const auto& item) { return isDrawn(item.second, project); }) ||
         (test && std::ranges::any_of(test->signal_of,
                                      [](const auto& item) { return isDrawn(item.second); }));
}

}  // namespace vle
