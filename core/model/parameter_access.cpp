// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/parameter_access.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace vle {

namespace {

/// What stands before the keys of a table, behind the name of its owner.
std::string_view prefixOf(ParameterTable table) {
  if (table == ParameterTable::Feedback) return "feedback.";
  return table == ParameterTable::HeldOut ? "test." : "";
}

template <class Spec>
ParameterValue read(const Spec& spec, const ParameterInfo& row) {
  return static_cast<const Parameter<Spec>&>(row).read(spec);
}

template <class Spec>
void write(Spec& spec, const ParameterInfo& row, const ParameterValue& value) {
  static_cast<const Parameter<Spec>&>(row).write(spec, value);
}

/// The key under which a parameter counts as written, in the set of its owner.
void write(WrittenKeys& written, std::string_view key, bool is_written) {
  if (is_written)
    written.emplace(key);
  else
    written.erase(std::string(key));
}

void setIn(Settings& settings, const ParameterInfo& row, const ParameterEntry& entry) {
  if (row.table == ParameterTable::Settings) {
    write(settings, row, entry.value);
    return write(settings.written, row.key, entry.is_written);
  }
  write(settings.written, "test", entry.is_written);
  if (!entry.has_block) return settings.test.reset();
  if (!settings.test) settings.test.emplace();
  write(*settings.test, row, entry.value);
}

void setIn(NodeSpec& node, const ParameterInfo& row, const ParameterEntry& entry) {
  if (row.table == ParameterTable::Input)
    write(std::get<InputSpec>(node.kind), row, entry.value);
  else if (row.table == ParameterTable::Layer)
    write(std::get<LayerSpec>(node.kind), row, entry.value);
  else if (row.table == ParameterTable::Target)
    write(std::get<TargetSpec>(node.kind), row, entry.value);
  else
    write(node, row, entry.value);
  write(node.written, row.key, entry.is_written);
}

void setIn(ProjectionSpec& projection, const ParameterInfo& row, const ParameterEntry& entry) {
  if (row.table == ParameterTable::Projection) {
    write(projection, row, entry.value);
    return write(projection.written, row.key, entry.is_written);
  }
  if (!entry.has_block) return projection.feedback.reset();
  if (!projection.feedback) projection.feedback.emplace();
  write(*projection.feedback, row, entry.value);
  write(projection.feedback->written, row.key, entry.is_written);
}

const NodeSpec& nodeOf(const Project& project, Item item) {
  return project.network.nodes.at(NodeId{item.id});
}

const ProjectionSpec& projectionOf(const Project& project, Item item) {
  return project.network.projections.at(ProjectionId{item.id});
}

/// Does any running variant choose what uses the row?
bool isChosen(const Project& project, Item item, const ParameterInfo& row) {
  const auto rows = rowsOf(row.table);
  const ParameterInfo& choice = **std::ranges::find(rows, row.use.choice, &ParameterInfo::key);
  const auto uses = [&row](const ParameterValue& value) {
    return std::ranges::find(row.use.by, std::get<std::string>(value)) != row.use.by.end();
  };
  const bool own = uses(valueOf(project, item, choice));
  if (project.variants.empty()) return own;
  return std::ranges::any_of(project.variants, [&](const Variant& variant) {
    const auto set = overridesOf(project, variant, item, choice);
    return set.empty() ? own : uses(*set.back());
  });
}

}  // namespace

std::string nameOf(const Project& project, Item item) {
  if (item.kind == Item::Kind::Settings) return "settings";
  return item.kind == Item::Kind::Node ? nodeOf(project, item).name
                                       : projectionOf(project, item).name;
}

bool has(const Project& project, Item item, ParameterTable table) {
  if (item.kind == Item::Kind::Settings) {
    return table == ParameterTable::Settings || table == ParameterTable::HeldOut;
  }
  if (item.kind == Item::Kind::Projection) {
    return table == ParameterTable::Projection || table == ParameterTable::Feedback;
  }
  const NodeSpec& node = nodeOf(project, item);
  if (table == ParameterTable::Input) return node.input() != nullptr;
  if (table == ParameterTable::Layer) return node.layer() != nullptr;
  if (table == ParameterTable::Target) return node.target() != nullptr;
  return table == ParameterTable::Node && !std::holds_alternative<NoteSpec>(node.kind);
}

std::span<const ParameterInfo* const> rowsOf(ParameterTable table) {
  static const auto kRows = [] {
    std::array<std::vector<const ParameterInfo*>, kParameterTables.size()> all;
    const auto add = [&all](const auto& rows) {
      for (const ParameterInfo& row : rows) {
        all[static_cast<std::size_t>(row.table)].push_back(&row);
      }
    };
    add(parameters<Settings>());
    add(parameters<HeldOutSpec>());
    add(parameters<InputSpec>());
    add(parameters<LayerSpec>());
    add(parameters<TargetSpec>());
    add(parameters<NodeSpec>());
    add(parameters<ProjectionSpec>());
    add(parameters<FeedbackSpec>());
    return all;
  }();
  return kRows[static_cast<std::size_t>(table)];
}

std::string keyOf(const ParameterInfo& row) {
  return std::string(prefixOf(row.table)) + std::string(row.key);
}

const ParameterInfo* rowOf(ParameterTable table, std::string_view key) {
  const std::string_view prefix = prefixOf(table);
  if (!key.starts_with(prefix)) return nullptr;
  const auto rows = rowsOf(table);
  const auto found = std::ranges::find(rows, key.substr(prefix.size()), &ParameterInfo::key);
  return found == rows.end() ? nullptr : *found;
}

const ParameterInfo* rowOf(const Project& project, Item item, std::string_view key) {
  for (const ParameterTable table : kParameterTables) {
    if (!has(project, item, table)) continue;
    if (const ParameterInfo* row = rowOf(table, key)) return row;
  }
  return nullptr;
}

ParameterValue valueOf(const Project& project, Item item, const ParameterInfo& row) {
  assert(has(project, item, row.table));
  switch (row.table) {
    case ParameterTable::Settings:
      break;
    case ParameterTable::HeldOut:
      return read(project.settings.test.value_or(HeldOutSpec{}), row);
    case ParameterTable::Input:
      return read(*nodeOf(project, item).input(), row);
    case ParameterTable::Layer:
      return read(*nodeOf(project, item).layer(), row);
    case ParameterTable::Target:
      return read(*nodeOf(project, item).target(), row);
    case ParameterTable::Node:
      return read(nodeOf(project, item), row);
    case ParameterTable::Projection:
      return read(projectionOf(project, item), row);
    case ParameterTable::Feedback:
      return read(projectionOf(project, item).feedback.value_or(FeedbackSpec{}), row);
  }
  return read(project.settings, row);
}

void setValue(Project& project, Item item, const ParameterInfo& row, const ParameterValue& value) {
  setEntry(project, item, row, {value});
}

ParameterEntry entryOf(const Project& project, Item item, const ParameterInfo& row) {
  ParameterEntry entry{valueOf(project, item, row)};
  const std::string key(row.key);
  if (item.kind == Item::Kind::Node) {
    entry.is_written = nodeOf(project, item).written.contains(key);
  } else if (item.kind == Item::Kind::Settings) {
    const bool is_test = row.table == ParameterTable::HeldOut;
    entry.has_block = !is_test || project.settings.test.has_value();
    entry.is_written = project.settings.written.contains(is_test ? "test" : key);
  } else if (row.table == ParameterTable::Projection) {
    entry.is_written = projectionOf(project, item).written.contains(key);
  } else {
    const std::optional<FeedbackSpec>& feedback = projectionOf(project, item).feedback;
    entry.has_block = feedback.has_value();
    entry.is_written = feedback && feedback->written.contains(key);
  }
  return entry;
}

void setEntry(Project& project, Item item, const ParameterInfo& row, const ParameterEntry& entry) {
  assert(has(project, item, row.table));
  switch (item.kind) {
    case Item::Kind::Settings:
      return setIn(project.settings, row, entry);
    case Item::Kind::Node:
      return setIn(project.network.nodes.at(NodeId{item.id}), row, entry);
    case Item::Kind::Projection:
      return setIn(project.network.projections.at(ProjectionId{item.id}), row, entry);
  }
}

bool isWritten(const Project& project, Item item, const ParameterInfo& row) {
  const std::string key(row.key);
  if (item.kind == Item::Kind::Settings) return false;
  if (item.kind == Item::Kind::Node) {
    const NodeSpec& node = nodeOf(project, item);
    return node.layer() != nullptr && node.written.contains(key);
  }
  const ProjectionSpec& projection = projectionOf(project, item);
  return row.table == ParameterTable::Feedback ? projection.feedback.has_value()
                                               : projection.written.contains(key);
}

std::vector<const ParameterValue*> overridesOf(const Project& project, const Variant& variant,
                                               Item item, const ParameterInfo& row) {
  std::vector<const ParameterValue*> result;
  const auto add = [&](const std::string& owner) {
    const auto found = variant.set.find(owner + "." + keyOf(row));
    if (found != variant.set.end()) result.push_back(&found->second);
  };
  if (isWritten(project, item, row)) add("*");
  add(nameOf(project, item));
  return result;
}

std::string_view unusedReason(const Project& project, Item item, const ParameterInfo& row) {
  if (row.table == ParameterTable::Feedback) {
    const NodeSpec* from = project.network.find(projectionOf(project, item).from);
    if (from != nullptr && from->input() != nullptr) {
      return "an input has no error neuron, so nothing is sent down to it";
    }
  }
  return row.use.choice.empty() || isChosen(project, item, row) ? "" : row.use.otherwise;
}

bool isTrained(const Project& project, Item item, const ParameterInfo& row) {
  if (row.trained == nullptr || item.kind != Item::Kind::Projection) return false;
  const auto found = project.weights.find(nameOf(project, item));
  return found != project.weights.end() && !(found->second.*row.trained).empty();
}

}  // namespace vle
