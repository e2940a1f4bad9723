// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/proposals.h"

#include <algorithm>
#include <ranges>
#include <set>
#include <utility>

#include "base/text.h"
#include "model/building.h"
#include "model/feedback_traits.h"
#include "model/parameter_access.h"
#include "model/pathways.h"
#include "model/variants.h"

namespace vle {

namespace {

using Items = std::vector<Item>;

/// Every layer and projection, in the order of their ids.
Items layersAndProjections(const NetworkSpec& network) {
  Items items;
  for (const auto& [id, node] : network.nodes) {
    if (node.layer() != nullptr) items.push_back({Item::Kind::Node, number(id)});
  }
  for (const auto& [id, projection] : network.projections) {
    items.push_back({Item::Kind::Projection, number(id)});
  }
  return items;
}

/// Gives a parameter of some items a value: with `*` if that means just these, else one by one.
void putAll(Overrides& overrides, const Project& project, const Items& items,
            const ParameterInfo& row, const ParameterValue& value) {
  Items writers;
  for (const Item& item : layersAndProjections(project.network)) {
    if (has(project, item, row.table) && isWritten(project, item, row)) writers.push_back(item);
  }
  if (writers == items) {
    overrides["*." + keyOf(row)] = value;
    return;
  }
  for (const Item& item : items) overrides[nameOf(project, item) + "." + keyOf(row)] = value;
}

/// Projections that carry errors down to neurons, or are drawn to.
Items feedbackProjections(const NetworkSpec& network) {
  const std::set<NodeId> reached = layersReachedByErrors(network);
  Items items;
  for (const auto& [id, projection] : network.projections) {
    const NodeSpec* from = network.find(projection.from);
    const bool is_above_neurons = from != nullptr && from->layer() != nullptr;
    if (is_above_neurons && (projection.feedback || reached.contains(projection.to))) {
      items.push_back({Item::Kind::Projection, number(id)});
    }
  }
  return items;
}

/// The one value of some items; nothing if they differ.
std::optional<ParameterValue> commonValue(const Project& project, const Items& items,
                                          const ParameterInfo& row) {
  const ParameterValue first = valueOf(project, items.front(), row);
  const bool is_common = std::ranges::all_of(
      items, [&](const Item& item) { return valueOf(project, item, row) == first; });
  return is_common ? std::optional(first) : std::nullopt;
}

std::string withUnit(double value, const ParameterInfo& row) {
  if (row.unit == "1/ms") return formatShort(value) + " per ms";
  return formatShort(value) + (row.unit.empty() ? "" : " " + std::string(row.unit));
}

std::string uncapitalized(std::string_view label) {
  std::string text(label);
  const bool is_word = text.size() > 1 && text[1] >= 'a' && text[1] <= 'z';
  if (is_word && text[0] >= 'A' && text[0] <= 'Z') text[0] += 'a' - 'A';
  return text;
}

ProposalGroup feedbackKinds(const Project& project, const Project& seen) {
  const Items items = feedbackProjections(seen.network);
  if (items.empty()) return {};
  const ParameterInfo& kind_row = *rowOf(ParameterTable::Feedback, "feedback.kind");
  const ParameterInfo& rate_row = *rowOf(ParameterTable::Feedback, "feedback.learn");
  const ParameterInfo& frequency_row = *rowOf(ParameterTable::Feedback, "feedback.frequency");
  const auto now = commonValue(seen, items, kind_row);
  const bool has_rate = std::ranges::any_of(
      items, [&](const Item& item) { return std::get<double>(valueOf(seen, item, rate_row)) > 0; });
  const double frequency = likelyFrequency(seen);
  std::vector<const FeedbackTraits*> kinds;
  for (const FeedbackTraits& kind : feedbackTraits()) kinds.push_back(&kind);
  std::ranges::sort(kinds, {}, &FeedbackTraits::place);
  ProposalGroup group{.title = "Feedback (now several kinds)", .is_main = true, .proposals = {}};
  for (const FeedbackTraits* kind : kinds) {
    const std::string name(kind->name);
    if (now && std::get<std::string>(*now) == name) {
      group.title = "Feedback (now " + std::string(kind->choice) + ")";
      continue;
    }
    Proposal proposal{.id = name, .text = kind->choice, .set = {}};
    putAll(proposal.set, project, items, kind_row, name);
    if (kind->uses.learn && !has_rate) {
      putAll(proposal.set, project, items, rate_row, kind->usual_learn);
    }
    if (kind->uses.frequency) {
      proposal.text += " at " + formatShort(frequency) + " Hz";
      putAll(proposal.set, project, items, frequency_row, frequency);
    }
    group.proposals.push_back(std::move(proposal));
  }
  return group;
}

ProposalGroup learningRules(const Settings& settings) {
  const auto name = [](Rule rule, double window) -> std::string {
    if (rule == Rule::Local) return "local errors";
    if (rule == Rule::Instantaneous) return "instantaneous errors";
    return "backpropagation through time, windows of " + formatShort(window) + " ms";
  };
  ProposalGroup group{.title = "Learning rule (now " + name(settings.rule, settings.window) + ")",
                      .is_main = true,
                      .proposals = {}};
  for (const auto& [rule, word] :
       {std::pair(Rule::Local, "local"), std::pair(Rule::Instantaneous, "instantaneous")}) {
    if (settings.rule == rule) continue;
    group.proposals.push_back({word, name(rule, 0), {{"settings.rule", std::string(word)}}});
  }
  for (const double share : {1.0, 0.5, 0.25}) {
    const double window = settings.window * share;
    if (settings.rule == Rule::Bptt && share == 1.0) continue;
    if (window < settings.dt) continue;
    group.proposals.push_back(
        {"bptt." + formatShort(window),
         name(Rule::Bptt, window),
         {{"settings.rule", std::string("bptt")}, {"settings.window", window}}});
  }
  return group;
}

/// Other values of one learning rate, where anything has it.
ProposalGroup learningRates(const Project& project, const Project& seen, const ParameterInfo& row) {
  Items items;
  std::vector<double> values;
  for (const Item& item : layersAndProjections(seen.network)) {
    if (!has(seen, item, row.table) || !unusedReason(seen, item, row).empty()) continue;
    const double rate = std::get<double>(valueOf(seen, item, row));
    if (rate == 0) continue;
    items.push_back(item);
    values.push_back(rate);
  }
  if (items.empty()) return {};
  const auto [low, high] = std::ranges::minmax(values);
  const std::string name = uncapitalized(row.label);
  ProposalGroup group{.title = std::string(row.label) + " (now " +
                               (low == high ? "" : formatShort(low) + " to ") +
                               withUnit(high, row) + ")",
                      .proposals = {}};
  for (const double factor : {10.0, 2.0, 0.5, 0.1, 0.0}) {
    Proposal proposal{.id = keyOf(row) + "." + formatShort(factor), .text = {}, .set = {}};
    if (low == high || factor == 0) {
      proposal.text = name + ": " + withUnit(factor * low, row);
      putAll(proposal.set, project, items, row, factor * low);
    } else {
      proposal.text = name + " × " + formatShort(factor);
      for (std::size_t k = 0; k < items.size(); ++k) {
        proposal.set[nameOf(project, items[k]) + "." + keyOf(row)] = factor * values[k];
      }
    }
    group.proposals.push_back(std::move(proposal));
  }
  return group;
}

/// Other activations of the layers that learn.
ProposalGroup activations(const Project& project, const Project& seen) {
  const ParameterInfo& row = *rowOf(ParameterTable::Layer, "activation");
  Items items;
  for (const NodeId id : activeLayers(seen.network)) {
    items.push_back({Item::Kind::Node, number(id)});
  }
  if (items.empty()) return {};
  const auto now = commonValue(seen, items, row);
  const std::string word = now ? std::get<std::string>(*now) : "several kinds";
  ProposalGroup group{.title = std::string(row.label) + " (now " + word + ")", .proposals = {}};
  for (const std::string_view choice : row.choices) {
    if (choice == word) continue;
    Proposal proposal{.id = "activation." + std::string(choice),
                      .text = "activation: " + std::string(choice),
                      .set = {}};
    putAll(proposal.set, project, items, row, std::string(choice));
    group.proposals.push_back(std::move(proposal));
  }
  return group;
}

/// τ_r = τ_m in the layers that learn: neurons without lag, whose H is 1. Not where these are drawn
/// at random or learned, and will differ.
ProposalGroup lookAhead(const Project& project, const Project& seen) {
  const ParameterInfo& tau_m = *rowOf(ParameterTable::Layer, "tau_m");
  const ParameterInfo& tau_r = *rowOf(ParameterTable::Layer, "tau_r");
  Items items;
  bool is_there = true;
  for (const NodeId id : activeLayers(seen.network)) {
    const LayerSpec& layer = *seen.network.find(id)->layer();
    if (layer.learn_tau_m != 0 || layer.learn_tau_r != 0) return {};
    const bool is_plain = std::holds_alternative<double>(layer.tau_m.form) ||
                          std::holds_alternative<List>(layer.tau_m.form);
    if (!is_plain) return {};
    items.push_back({Item::Kind::Node, number(id)});
    is_there = is_there && layer.tau_r == layer.tau_m;
  }
  if (is_there) return {};
  Proposal proposal{
      .id = "latent-equilibrium", .text = "latent equilibrium (τ_r = τ_m)", .set = {}};
  if (const auto common = commonValue(seen, items, tau_m)) {
    putAll(proposal.set, project, items, tau_r, *common);
  } else {
    for (const Item& item : items) {
      proposal.set[nameOf(project, item) + "." + keyOf(tau_r)] = valueOf(seen, item, tau_m);
    }
  }
  const auto now = commonValue(seen, items, tau_r);
  const auto* number = now ? std::get_if<double>(&std::get<Value>(*now).form) : nullptr;
  return {.title = std::string(tau_r.label) + " (now " +
                   (number != nullptr ? withUnit(*number, tau_r) : "several") + ")",
          .proposals = {std::move(proposal)}};
}

}  // namespace

std::vector<ProposalGroup> proposalsFor(const Project& project, const Variant& base) {
  const Project seen = applyVariant(project, base);
  std::vector<ProposalGroup> groups = {feedbackKinds(project, seen), learningRules(seen.settings)};
  for (const auto& [table, key] : {std::pair(ParameterTable::Projection, "learn"),
                                   std::pair(ParameterTable::Feedback, "feedback.learn"),
                                   std::pair(ParameterTable::Layer, "learn_bias"),
                                   std::pair(ParameterTable::Layer, "learn_tau_m"),
                                   std::pair(ParameterTable::Layer, "learn_tau_r")}) {
    groups.push_back(learningRates(project, seen, *rowOf(table, key)));
  }
  groups.push_back(activations(project, seen));
  groups.push_back(lookAhead(project, seen));
  std::erase_if(groups, [](const ProposalGroup& group) { return group.proposals.empty(); });
  return groups;
}

}  // namespace vle
