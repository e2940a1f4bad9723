// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resizing.h"

#include <utility>

#include "base/error.h"
#include "model/parameters.h"
#include "model/references.h"
#include "model/values.h"

namespace vle {

namespace {

/// Cuts a list, or repeats its last entry.
template <class Entry>
void fit(std::vector<Entry>& entries, std::int64_t count) {
  if (entries.empty()) return;
  const Entry last = entries.back();
  entries.resize(static_cast<std::size_t>(count), last);
}

void fit(Value& value, const Shape& shape) {
  if (auto* list = std::get_if<List>(&value.form)) fit(*list, shape.rows);
  if (auto* rows = std::get_if<Rows>(&value.form)) {
    for (List& row : *rows) fit(row, shape.columns);
    fit(*rows, shape.rows);
  }
  if (auto* reference = std::get_if<Reference>(&value.form)) {
    for (Value& plus : reference->plus) fit(plus, shape);
  }
}

void fit(SignalSpec& signal, std::int64_t size) {
  if (auto* constant = std::get_if<ConstantSignal>(&signal)) fit(constant->value, Shape{size, 1});
  if (auto* sines = std::get_if<SinesSignal>(&signal)) fit(sines->channels, size);
  if (auto* samples = std::get_if<SamplesSignal>(&signal)) fit(samples->channels, size);
}

void setSize(NodeSpec& node, std::int64_t size, std::optional<HeldOutSpec>& test) {
  node.size = size;
  if (auto* input = std::get_if<InputSpec>(&node.kind)) {
    fit(input->signal, size);
    const bool is_tested = test && test->signal_of.contains(node.name);
    if (is_tested) fit(test->signal_of.at(node.name), size);
  }
  if (auto* target = std::get_if<TargetSpec>(&node.kind)) {
    if (auto* signal = std::get_if<SignalSpec>(&target->source)) fit(*signal, size);
  }
  markWritten(node);
}

double count(const Shape& shape) {
  return static_cast<double>(shape.rows) * static_cast<double>(shape.columns);
}

}  // namespace

Built resize(const Project& project, const std::set<NodeId>& nodes, std::int64_t size) {
  if (size < 1 || size > kMaxNeurons) {
    throw Error(ErrorKind::InvalidSpec, "size is " + std::to_string(size) +
                                            ", must be >= 1 and <= " + std::to_string(kMaxNeurons) +
                                            ".");
  }
  Project resized = project;
  NetworkSpec& spec = resized.network;
  for (auto& [id, node] : spec.nodes) {
    const TargetSpec* target = node.target();
    const bool follows = target != nullptr && nodes.contains(target->of);
    if (nodes.contains(id) || follows) setSize(node, size, resized.settings.test);
  }
  eachValue(spec, [&](std::uint32_t id, std::string_view key, Value& value) {
    const Shape shape = shapeOf(spec, id, key);
    const bool is_new = shape != shapeOf(project.network, id, key);
    if (is_new && count(shape) <= static_cast<double>(kMaxSynapses)) fit(value, shape);
  });
  for (const auto& entry : spec.projections) {
    const std::uint32_t id = number(entry.first);
    if (shapeOf(spec, id, "W") == shapeOf(project.network, id, "W")) continue;
    resized.weights.erase(entry.second.name);
  }
  return {difference(project, resized), {.nodes = nodes}};
}

}  // namespace vle
