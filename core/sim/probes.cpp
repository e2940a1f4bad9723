// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/probes.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>

#include "base/error.h"
#include "base/text.h"
#include "sim/diagnostics.h"

namespace vle {

namespace {

struct ParsedProbe {
  std::string owner;  ///< "" for the network itself
  std::string variable;
  std::optional<std::size_t> row, column;
};

[[noreturn]] void fail(std::string_view probe, const std::string& why) {
  throw Error(ErrorKind::InvalidSpec, "probe '" + std::string(probe.substr(0, 128)) + "' " + why);
}

std::size_t parseIndex(std::string_view probe, std::string_view digits) {
  std::size_t index = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (code != std::errc{} || end != digits.data() + digits.size()) {
    fail(probe, "has an index that is no whole number");
  }
  return index;
}

ParsedProbe parse(std::string_view probe) {
  ParsedProbe result;
  std::string_view rest = probe;
  if (const auto bracket = rest.find('['); bracket != std::string_view::npos) {
    if (!rest.ends_with(']')) fail(probe, "lacks its closing bracket");
    const std::string_view inside = rest.substr(bracket + 1, rest.size() - bracket - 2);
    const auto semicolon = inside.find(';');
    result.row = parseIndex(probe, inside.substr(0, semicolon));
    if (semicolon != std::string_view::npos) {
      result.column = parseIndex(probe, inside.substr(semicolon + 1));
    }
    rest = rest.substr(0, bracket);
  }
  const auto dot = rest.find('.');
  if (dot == std::string_view::npos) {
    result.variable = rest;
  } else {
    result.owner = rest.substr(0, dot);
    result.variable = rest.substr(dot + 1);
  }
  return result;
}

const ProbeInfo& rowFor(std::string_view probe, std::initializer_list<ProbeOwner> owners,
                        std::string_view key) {
  if (const ProbeInfo* row = findRow(owners, key)) return *row;
  std::vector<std::string> keys;
  for (const ProbeInfo& info : probeTable()) {
    if (std::ranges::find(owners, info.owner) != owners.end()) keys.emplace_back(info.key);
  }
  fail(probe, "has an " + unknown("variable", key, keys));
}

/// "does not exist: only feedback 'learned', 'drive'": the kinds that use something.
std::string onlyKinds(bool FeedbackUses::*use) {
  std::string names;
  for (const FeedbackTraits& kind : feedbackTraits()) {
    if (kind.uses.*use) names += (names.empty() ? "'" : ", '") + std::string(kind.name) + "'";
  }
  return "does not exist: only feedback " + names;
}

/// Why the network lacks what a row needs; nothing if it is there.
/// @param projection, layer  the owner, nullptr where it is another thing
std::optional<std::string> whyMissing(const ProbeInfo& info, const Network& network,
                                      const ProjectionPlan* projection, const LayerPlan* layer) {
  switch (info.need) {
    case ProbeNeed::Nothing:
      return std::nullopt;
    case ProbeNeed::Window:
      return "needs the future of every step: 'vlelab gradient --csv' records it";
    case ProbeNeed::Feedback:
    case ProbeNeed::FeedbackValue:
      if (projection->from_input) {
        return "does not exist: an input has no error neuron, so nothing is sent down";
      }
      if (info.need == ProbeNeed::FeedbackValue && !expectedFrequency(network, *projection)) {
        return "does not exist: the inputs have no single frequency";
      }
      return std::nullopt;
    case ProbeNeed::PowerFilters:
      if (projection->comparesPowers()) return std::nullopt;
      return onlyKinds(&FeedbackUses::tau_mean) + " compares powers";
    case ProbeNeed::DriveFilters:
      if (projection->drive_filters) return std::nullopt;
      return "does not exist: only feedback 'drive' takes the mean of its input away";
    case ProbeNeed::Model:
      if (projection != nullptr ? projection->has_model : layer->predicts) return std::nullopt;
      return onlyKinds(&FeedbackUses::model) + " into the layer gives its error neurons a model";
    case ProbeNeed::Teacher:
      if (!projection->teacher) return "does not exist: the projection names no teacher";
      return std::nullopt;
    case ProbeNeed::HeldOut:
      if (!network.held_out) return "does not exist: the settings have no test";
      return std::nullopt;
  }
  return std::nullopt;
}

void requireThere(std::string_view probe, const ProbeInfo& info, const Network& network,
                  const ProjectionPlan* projection, const LayerPlan* layer) {
  if (const auto why = whyMissing(info, network, projection, layer)) fail(probe, *why);
}

/// owner.key[i] for a slice.
std::vector<Channel> vectorChannels(std::string_view probe, const ParsedProbe& parsed,
                                    const ProbeInfo& info, Slots range) {
  if (parsed.column) fail(probe, "has two indices, this variable has one");
  if (parsed.row && *parsed.row >= range.size) {
    fail(probe, "is out of range: indices run from 0 to " + std::to_string(range.size - 1));
  }
  std::vector<Channel> channels;
  for (std::size_t k = 0; k < range.size; ++k) {
    if (parsed.row && *parsed.row != k) continue;
    channels.push_back({parsed.owner + "." + parsed.variable + "[" + std::to_string(k) + "]", &info,
                        range.begin + k, 0});
  }
  return channels;
}

/// projection.W[i;j], projection.B[j;i] (row first, as matrices are written), projection.rho[j],
/// projection.B_angle.
std::vector<Channel> projectionChannels(const Network& network, std::string_view probe,
                                        const ParsedProbe& parsed, std::size_t index) {
  const ProjectionPlan& projection = network.projections[index];
  const ProbeInfo* info = &rowFor(probe, kOwnedByProjection, parsed.variable);
  const bool is_W = isIndexedAsW(*info);
  requireThere(probe, *info, network, &projection, nullptr);
  if (info->owner == ProbeOwner::Projection) {
    if (parsed.row) fail(probe, "has an index, but is a single number");
    return {{parsed.owner + "." + parsed.variable, info, 0, index}};
  }
  if (info->owner == ProbeOwner::Lower || info->owner == ProbeOwner::Upper) {
    const Slots neurons = info->owner == ProbeOwner::Lower ? projection.pre : projection.post;
    std::vector<Channel> channels = vectorChannels(probe, parsed, *info, {0, neurons.size});
    for (Channel& channel : channels) channel.projection = index;
    return channels;
  }
  const std::size_t n_rows = is_W ? projection.post.size : projection.pre.size;
  const std::size_t n_columns = is_W ? projection.pre.size : projection.post.size;
  if ((parsed.row && *parsed.row >= n_rows) || (parsed.column && *parsed.column >= n_columns)) {
    fail(probe, "is out of range: the matrix is " + std::to_string(n_rows) + " by " +
                    std::to_string(n_columns));
  }
  std::vector<Channel> channels;
  const auto add = [&](std::size_t post, std::size_t pre, std::size_t synapse) {
    const std::size_t row = is_W ? post : pre;
    const std::size_t column = is_W ? pre : post;
    if (parsed.row.value_or(row) != row || parsed.column.value_or(column) != column) return;
    channels.push_back({parsed.owner + "." + parsed.variable + "[" + std::to_string(row) + ";" +
                            std::to_string(column) + "]",
                        info, projection.weights.begin + synapse, index});
  };
  if (projection.pattern == Pattern::Kind::Dense) {
    for (std::size_t i = 0; i < n_rows; ++i) {
      for (std::size_t j = 0; j < n_columns; ++j) {
        const std::size_t post = is_W ? i : j;
        const std::size_t pre = is_W ? j : i;
        add(post, pre, pre * projection.post.size + post);
      }
    }
    return channels;
  }
  std::vector<std::size_t> order(projection.weights.size);  // listed column by column of W
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (is_W)
    std::ranges::stable_sort(order, {}, [&](std::size_t k) { return projection.post_index[k]; });
  for (const std::size_t k : order) add(projection.post_index[k], projection.pre_index[k], k);
  return channels;
}

}  // namespace

std::vector<Channel> channelsOf(const Network& network, std::string_view probe) {
  const ParsedProbe parsed = parse(probe);
  if (parsed.owner.empty()) {
    const ProbeInfo& info = rowFor(probe, {ProbeOwner::Network}, parsed.variable);
    if (parsed.row) fail(probe, "has an index, but is a single number");
    requireThere(probe, info, network, nullptr, nullptr);
    return {{parsed.variable, &info, 0, 0}};
  }
  // A node and a projection may have the same name; the variable says which is meant.
  const bool is_of_projection = findRow(kOwnedByProjection, parsed.variable) != nullptr;
  for (std::size_t k = 0; k < network.projections.size(); ++k) {
    if (is_of_projection && network.projections[k].name == parsed.owner) {
      return projectionChannels(network, probe, parsed, k);
    }
  }
  for (const LayerPlan& layer : network.layers) {
    if (layer.name != parsed.owner) continue;
    const ProbeInfo& info = rowFor(probe, {ProbeOwner::Neuron}, parsed.variable);
    requireThere(probe, info, network, nullptr, &layer);
    return vectorChannels(probe, parsed, info, layer.range);
  }
  for (const InputPlan& input : network.inputs) {
    if (input.name != parsed.owner) continue;
    return vectorChannels(probe, parsed, rowFor(probe, {ProbeOwner::Input}, parsed.variable),
                          input.range);
  }
  for (const TargetPlan& target : network.targets) {
    if (target.name != parsed.owner) continue;
    return vectorChannels(probe, parsed, rowFor(probe, {ProbeOwner::Target}, parsed.variable),
                          target.values);
  }
  for (std::size_t k = 0; k < network.projections.size(); ++k) {
    if (network.projections[k].name == parsed.owner) {
      return projectionChannels(network, probe, parsed, k);
    }
  }
  std::vector<std::string> names;
  const auto add = [&names](const auto& plans) {
    for (const auto& plan : plans) names.push_back(plan.name);
  };
  add(network.layers);
  add(network.inputs);
  add(network.targets);
  add(network.projections);
  fail(probe, "has an " + unknown("name", parsed.owner, names));
}

std::vector<ProbeChoice> probeChoices(const Network& network) {
  std::vector<ProbeChoice> choices;
  const auto add = [&](ProbeOwner owner, const std::string& name, std::size_t rows,
                       std::size_t columns, const ProjectionPlan* projection,
                       const LayerPlan* layer) {
    for (const ProbeInfo& info : probeTable()) {
      if (info.owner != owner || whyMissing(info, network, projection, layer)) continue;
      choices.push_back({name.empty() ? std::string(info.key) : name + "." + std::string(info.key),
                         &info, rows, columns});
      if (owner == ProbeOwner::Synapse && !isIndexedAsW(info)) {
        std::swap(choices.back().rows, choices.back().columns);
      }
    }
  };
  for (const LayerPlan& layer : network.layers) {
    add(ProbeOwner::Neuron, layer.name, layer.range.size, 0, nullptr, &layer);
  }
  for (const InputPlan& input : network.inputs) {
    add(ProbeOwner::Input, input.name, input.range.size, 0, nullptr, nullptr);
  }
  for (const TargetPlan& target : network.targets) {
    add(ProbeOwner::Target, target.name, target.values.size, 0, nullptr, nullptr);
  }
  for (const ProjectionPlan& plan : network.projections) {
    add(ProbeOwner::Synapse, plan.name, plan.post.size, plan.pre.size, &plan, nullptr);
    add(ProbeOwner::Lower, plan.name, plan.pre.size, 0, &plan, nullptr);
    add(ProbeOwner::Upper, plan.name, plan.post.size, 0, &plan, nullptr);
    add(ProbeOwner::Projection, plan.name, 0, 0, &plan, nullptr);
  }
  add(ProbeOwner::Network, "", 0, 0, nullptr, nullptr);
  return choices;
}

std::vector<std::string> singleProbes(const ProbeChoice& choice) {
  constexpr std::size_t kMostIndexed = 16;
  if (choice.columns > 0 && choice.rows * choice.columns > 1) return {choice.probe + "[0;0]"};
  if (choice.rows < 2) return {choice.probe};
  std::vector<std::string> probes;
  for (std::size_t k = 0; k < std::min(choice.rows, kMostIndexed); ++k) {
    probes.push_back(choice.probe + "[" + std::to_string(k) + "]");
  }
  return probes;
}

std::vector<std::string> splitProbes(std::string_view list) {
  std::vector<std::string> probes;
  std::string current;
  bool in_brackets = false;
  for (const char c : list) {
    if (c == '[') in_brackets = true;
    if (c == ']') in_brackets = false;
    if (!in_brackets && (c == ',' || c == ';')) {
      probes.push_back(current);
      current.clear();
    } else {
      current += c;
    }
  }
  probes.push_back(current);
  for (std::string& probe : probes) {
    const auto first = probe.find_first_not_of(' ');
    probe = first == std::string::npos
                ? ""
                : probe.substr(first, probe.find_last_not_of(' ') - first + 1);
  }
  std::erase(probes, "");
  return probes;
}

}  // namespace vle
