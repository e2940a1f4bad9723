// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/references.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <ranges>
#include <utility>

#include "base/error.h"
#include "model/paths.h"
#include "model/values.h"

namespace vle {

namespace {

bool has(const NetworkSpec& spec, std::uint32_t id) {
  return spec.find(NodeId{id}) != nullptr || spec.find(ProjectionId{id}) != nullptr;
}

bool hasName(const NetworkSpec& spec, const std::string& name) {
  return spec.findNode(name) != nullptr || spec.findProjection(name) != nullptr;
}

/// Does a value refer to what a network does not hold?
bool isLoose(const Value& value, const NetworkSpec& spec) {
  const auto* reference = std::get_if<Reference>(&value.form);
  if (reference == nullptr) return false;
  return !has(spec, reference->of) ||
         std::ranges::any_of(reference->plus,
                             [&spec](const Value& plus) { return isLoose(plus, spec); });
}

bool isLoose(const SignalSpec& signal, const NetworkSpec& spec) {
  if (const auto* delay = std::get_if<DelaySignal>(&signal)) {
    const NodeSpec* source = spec.find(NodeId{delay->of});
    return source == nullptr || source->input() == nullptr;
  }
  const auto* constant = std::get_if<ConstantSignal>(&signal);
  return constant != nullptr && isLoose(constant->value, spec);
}

bool isLoose(const ParameterValue& value, const NetworkSpec& spec) {
  if (const auto* form = std::get_if<Value>(&value)) return isLoose(*form, spec);
  const auto* signal = std::get_if<SignalSpec>(&value);
  return signal != nullptr && isLoose(*signal, spec);
}

/// The numbers of a value as they would be written; nothing if they cannot be known.
std::optional<Value> written(const NetworkSpec& spec, std::int64_t seed, std::uint32_t id,
                             std::string_view key) {
  const Shape shape = shapeOf(spec, id, key);
  const double count = static_cast<double>(shape.rows) * static_cast<double>(shape.columns);
  const bool sized = shape.rows > 0 && shape.columns > 0 &&
                     count <= static_cast<double>(kMaxSynapses) && !valueProblem(spec, id, key);
  if (!sized) return std::nullopt;
  const List numbers = evaluate(spec, seed, id, key);
  if (!std::ranges::all_of(numbers, [](double x) { return std::isfinite(x); })) return std::nullopt;
  if (std::ranges::count(numbers, numbers.front()) == std::ssize(numbers)) return numbers.front();
  if (shape.columns == 1) return numbers;
  Rows rows;
  for (auto row = numbers.begin(); row != numbers.end(); row += shape.columns) {
    rows.emplace_back(row, row + shape.columns);
  }
  return rows;
}

/// Calls for every field of a spec that is a value.
template <class Spec, class Visit>
void eachValueOf(Spec& spec, std::uint32_t id, const Visit& visit) {
  for (const Parameter<Spec>& row : parameters<Spec>()) {
    if (row.value != nullptr) visit(id, row.key, spec.*row.value);
  }
}

Value defaultOf(std::string_view key) {
  Value value = 0.0;
  const auto take = [&](std::uint32_t, std::string_view name, const Value& held) {
    if (name == key) value = held;
  };
  LayerSpec layer;
  ProjectionSpec projection;
  FeedbackSpec feedback;
  eachValueOf(layer, 0, take);
  eachValueOf(projection, 0, take);
  eachValueOf(feedback, 0, take);
  return value;
}

bool leads(const Project& project, const std::string& path) {
  try {
    (void)parameterAt(project, path);
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// The name a path or probe begins with; "" if it has none.
std::string ownerOf(const std::string& path) {
  const std::size_t dot = path.find('.');
  return dot == std::string::npos ? "" : path.substr(0, dot);
}

void rename(std::string& path, const std::string& old, const std::string& name) {
  if (ownerOf(path) == old) path = name + path.substr(old.size());
}

/// Every test of a project: its own, and those of variants.
template <class Visit>
void eachHeldOut(Project& project, Visit visit) {
  if (project.settings.test) visit(*project.settings.test);
  for (Variant& variant : project.variants) {
    for (auto& [path, value] : variant.set) {
      auto* test = std::get_if<std::optional<HeldOutSpec>>(&value);
      if (test != nullptr && *test) visit(**test);
    }
  }
}

void rename(Check& check, const Project& project, const std::string& old, const std::string& name) {
  if (auto* probe = std::get_if<ProbeCheck>(&check.kind)) rename(probe->probe, old, name);
  if (auto* set = std::get_if<SetCheck>(&check.kind)) {
    if (!leads(project, set->path)) rename(set->path, old, name);
  }
  if (auto* group = std::get_if<GroupCheck>(&check.kind)) {
    for (Check& part : group->checks) rename(part, project, old, name);
  }
}

/// Puts the entry of one key under another.
template <class Map>
void moveKey(Map& map, const std::string& old, const std::string& name) {
  auto entry = map.extract(old);
  if (entry.empty()) return;
  entry.key() = name;
  map.erase(name);
  map.insert(std::move(entry));
}

}  // namespace

Selection everything(const NetworkSpec& spec) {
  Selection all;
  for (const auto& [id, node] : spec.nodes) all.nodes.insert(id);
  for (const auto& [id, projection] : spec.projections) all.projections.insert(id);
  return all;
}

void eachValue(NetworkSpec& spec,
               const std::function<void(std::uint32_t, std::string_view, Value&)>& visit) {
  for (auto& entry : spec.nodes) {
    const std::uint32_t n = number(entry.first);
    NodeSpec& node = entry.second;
    SignalSpec* signal = nullptr;
    if (auto* layer = std::get_if<LayerSpec>(&node.kind)) {
      eachValueOf(*layer, n, visit);
    } else if (auto* input = std::get_if<InputSpec>(&node.kind)) {
      signal = &input->signal;
    } else if (auto* target = std::get_if<TargetSpec>(&node.kind)) {
      signal = std::get_if<SignalSpec>(&target->source);
    }
    auto* constant = signal != nullptr ? std::get_if<ConstantSignal>(signal) : nullptr;
    if (constant != nullptr) visit(n, "constant", constant->value);
  }
  for (auto& entry : spec.projections) {
    const std::uint32_t n = number(entry.first);
    ProjectionSpec& projection = entry.second;
    eachValueOf(projection, n, visit);
    if (projection.feedback) eachValueOf(*projection.feedback, n, visit);
  }
}

void eachReference(Value& value, const std::function<void(Reference&)>& visit) {
  auto* reference = std::get_if<Reference>(&value.form);
  if (reference == nullptr) return;
  visit(*reference);
  for (Value& plus : reference->plus) eachReference(plus, visit);
}

void endLooseReferences(NetworkSpec& spec, const NetworkSpec& before, std::int64_t seed) {
  std::erase_if(spec.projections, [&spec](const auto& entry) {
    return spec.find(entry.second.from) == nullptr || spec.find(entry.second.to) == nullptr;
  });
  eachValue(spec, [&](std::uint32_t id, std::string_view key, Value& value) {
    if (isLoose(value, spec)) value = written(before, seed, id, key).value_or(defaultOf(key));
  });
  endLostTeachers(spec);
  for (NodeSpec& node : spec.nodes | std::views::values) {
    if (auto* input = std::get_if<InputSpec>(&node.kind); input && isLoose(input->signal, spec)) {
      input->signal = ConstantSignal{};
    }
    auto* target = std::get_if<TargetSpec>(&node.kind);
    if (target == nullptr) continue;
    if (spec.find(target->of) == nullptr) target->of = NodeId{};
    const auto* follows = std::get_if<NodeId>(&target->source);
    if (follows != nullptr && spec.find(*follows) == nullptr) target->source = ConstantSignal{};
    const auto* signal = std::get_if<SignalSpec>(&target->source);
    if (signal != nullptr && isLoose(*signal, spec)) target->source = ConstantSignal{};
  }
}

std::vector<DelaySignal> delaysOf(const NetworkSpec& spec, const SignalSpec& signal) {
  std::vector<DelaySignal> delays;
  for (const SignalSpec* played = &signal; const auto* delay = std::get_if<DelaySignal>(played);) {
    if (std::ranges::find(delays, delay->of, &DelaySignal::of) != delays.end()) break;
    delays.push_back(*delay);
    const NodeSpec* source = spec.find(NodeId{delay->of});
    if (source == nullptr || source->input() == nullptr) break;
    played = &source->input()->signal;
  }
  return delays;
}

void endLostTeachers(NetworkSpec& spec) {
  for (ProjectionSpec& projection : spec.projections | std::views::values) {
    const bool lost = projection.teacher && spec.find(*projection.teacher) == nullptr;
    if (lost) projection.teacher.reset();
  }
}

void erase(Project& project, const Selection& gone) {
  NetworkSpec& spec = project.network;
  const Project before = project;
  std::erase_if(spec.nodes,
                [&gone](const auto& entry) { return gone.nodes.contains(entry.first); });
  std::erase_if(spec.projections,
                [&gone](const auto& entry) { return gone.projections.contains(entry.first); });
  endLooseReferences(spec, before.network, project.settings.seed);

  const auto is_lost = [&](const std::string& name) {
    return hasName(before.network, name) && !hasName(spec, name);
  };
  std::erase_if(project.weights, [&](const auto& entry) {
    return before.network.findProjection(entry.first) != nullptr &&
           spec.findProjection(entry.first) == nullptr;
  });
  eachHeldOut(project, [&](HeldOutSpec& test) {
    std::erase_if(test.signal_of, [&](const auto& entry) {
      return is_lost(entry.first) || isLoose(entry.second, spec);
    });
  });
  for (Variant& variant : project.variants) {
    std::erase_if(variant.set, [&](const auto& entry) {
      return isLoose(entry.second, spec) ||
             (leads(before, entry.first) && !leads(project, entry.first));
    });
    std::erase_if(variant.without, [&](std::uint32_t id) { return !has(spec, id); });
  }
  std::erase_if(project.board, [&](Plot& plot) {
    const std::size_t erased = std::erase_if(
        plot.probes, [&](const std::string& probe) { return is_lost(ownerOf(probe)); });
    return erased > 0 && plot.probes.empty();
  });
  if (!project.lesson) return;
  std::erase_if(project.lesson->locked, is_lost);
  for (LessonStep& step : project.lesson->steps) std::erase_if(step.highlight, is_lost);
}

void followName(Project& project, const std::string& old, const std::string& name) {
  for (Variant& variant : project.variants) {
    std::map<std::string, ParameterValue> set;
    for (auto& [path, value] : variant.set) {
      std::string now = path;
      if (!leads(project, path)) rename(now, old, name);
      set.insert_or_assign(std::move(now), std::move(value));
    }
    variant.set = std::move(set);
  }
  if (project.network.findProjection(old) == nullptr &&
      project.network.findProjection(name) != nullptr) {
    moveKey(project.weights, old, name);
  }
  if (project.network.findNode(old) == nullptr && project.network.findNode(name) != nullptr) {
    eachHeldOut(project, [&](HeldOutSpec& test) { moveKey(test.signal_of, old, name); });
  }
  if (hasName(project.network, old)) return;  // probes and places may mean the other
  for (Plot& plot : project.board) {
    for (std::string& probe : plot.probes) rename(probe, old, name);
  }
  if (!project.lesson) return;
  std::ranges::replace(project.lesson->locked, old, name);
  for (LessonStep& step : project.lesson->steps) {
    std::ranges::replace(step.highlight, old, name);
    if (step.check) rename(*step.check, project, old, name);
  }
}

}  // namespace vle
