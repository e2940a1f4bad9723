// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit.h"

#include <algorithm>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>

#include "model/naming.h"

namespace vle {

namespace {

/// Puts `value` into the map (nothing: erases); returns what was there.
template <class Map, class Spec>
std::optional<Spec> exchange(Map& map, const typename Map::key_type& id,
                             std::optional<Spec> value) {
  const auto found = map.find(id);
  std::optional<Spec> old;
  if (found != map.end()) old = std::move(found->second);
  if (value) {
    map.insert_or_assign(id, std::move(*value));
  } else if (found != map.end()) {
    map.erase(found);
  }
  return old;
}

/// Only where it is drawn and what it is called.
void compare(const NodeSpec& before, NodeSpec after, Change& change) {
  const bool moved = before.x != after.x || before.y != after.y || before.note != after.note ||
                     before.name != after.name;
  change.layout |= moved;
  // A name appears in probes, so a new one reaches the recorders too.
  change.names |= before.name != after.name;
  after.x = before.x;
  after.y = before.y;
  after.note = before.note;
  after.name = before.name;
  change.structure |= before.size != after.size || before.kind.index() != after.kind.index();
  change.parameters |= before != after;
}

void compare(const ProjectionSpec& before, ProjectionSpec after, Change& change) {
  change.structure |= before.from != after.from || before.to != after.to;
  change.names |= before.name != after.name;
  after.name = before.name;
  change.parameters |= before != after;
}

/// Do two variants differ in their looks and names only?
bool computeTheSame(const Variant& a, const Variant& b) {
  return a.id == b.id && a.set == b.set && a.without == b.without;
}

/// Do two variants differ in their looks only?
bool runTheSame(const Variant& a, const Variant& b) {
  return a.name == b.name && computeTheSame(a, b);
}

struct Apply {
  Project& project;
  Change& change;

  Edit operator()(SetNode edit) const {
    change.nodes.insert(edit.id);
    const std::optional<NodeSpec> now = edit.node;
    remember(number(edit.id));
    auto old = exchange(project.network.nodes, edit.id, std::move(edit.node));
    if (old && now)
      compare(*old, *now, change);
    else
      change.structure = true;
    return SetNode{edit.id, std::move(old)};
  }
  Edit operator()(SetProjection edit) const {
    change.projections.insert(edit.id);
    const std::optional<ProjectionSpec> now = edit.projection;
    remember(number(edit.id));
    auto old = exchange(project.network.projections, edit.id, std::move(edit.projection));
    if (old && now)
      compare(*old, *now, change);
    else
      change.structure = true;
    return SetProjection{edit.id, std::move(old)};
  }
  Edit operator()(const SetParameter& edit) const {
    if (edit.item.kind == Item::Kind::Node) change.nodes.insert(NodeId{edit.item.id});
    if (edit.item.kind == Item::Kind::Projection) {
      change.projections.insert(ProjectionId{edit.item.id});
    }
    change.parameters = true;
    change.structure |= edit.row->table == ParameterTable::Node && edit.row->key == "size";
    ParameterEntry before = entryOf(project, edit.item, *edit.row);
    setEntry(project, edit.item, *edit.row, edit.entry);
    return SetParameter{edit.item, edit.row, std::move(before)};
  }
  Edit operator()(SetSettings edit) const {
    change.parameters = true;
    return SetSettings{std::exchange(project.settings, std::move(edit.settings))};
  }
  Edit operator()(SetVariants edit) const {
    giveIds(edit.variants, project.ids);
    change.variants = true;
    change.names |= !std::ranges::equal(project.variants, edit.variants, runTheSame);
    change.parameters |=
        !std::ranges::is_permutation(project.variants, edit.variants, computeTheSame);
    return SetVariants{std::exchange(project.variants, std::move(edit.variants))};
  }
  Edit operator()(SetBoard edit) const {
    change.board = true;
    return SetBoard{std::exchange(project.board, std::move(edit.board))};
  }
  Edit operator()(SetMeta edit) const {
    change.meta = true;
    return SetMeta{std::exchange(project.meta, std::move(edit.meta))};
  }
  Edit operator()(SetLesson edit) const {
    change.lesson = true;
    return SetLesson{std::exchange(project.lesson, std::move(edit.lesson))};
  }
  Edit operator()(SetWeights edit) const {
    change.parameters = true;
    auto old = exchange(project.weights, edit.projection, std::move(edit.weights));
    return SetWeights{std::move(edit.projection), std::move(old)};
  }

  void remember(std::uint32_t id) const { project.ids.highest = std::max(project.ids.highest, id); }
};

/// Is the project the same after this edit?
struct ChangesNothing {
  const Project& project;

  template <class Map, class Key, class Spec>
  static bool holds(const Map& map, const Key& key, const std::optional<Spec>& value) {
    const auto found = map.find(key);
    return value ? found != map.end() && found->second == *value : found == map.end();
  }
  bool operator()(const SetNode& edit) const {
    return holds(project.network.nodes, edit.id, edit.node);
  }
  bool operator()(const SetProjection& edit) const {
    return holds(project.network.projections, edit.id, edit.projection);
  }
  bool operator()(const SetParameter& edit) const {
    return entryOf(project, edit.item, *edit.row) == edit.entry;
  }
  bool operator()(const SetSettings& edit) const { return project.settings == edit.settings; }
  bool operator()(const SetVariants& edit) const { return project.variants == edit.variants; }
  bool operator()(const SetBoard& edit) const { return project.board == edit.board; }
  bool operator()(const SetMeta& edit) const { return project.meta == edit.meta; }
  bool operator()(const SetLesson& edit) const { return project.lesson == edit.lesson; }
  bool operator()(const SetWeights& edit) const {
    return holds(project.weights, edit.projection, edit.weights);
  }
};

/// The part of a project that an edit is about: two edits of different parts never meet.
using EditedPart = std::tuple<std::size_t, std::uint32_t, std::string>;

/// Edit::index() of a kind of edit.
template <class Kind>
constexpr std::size_t kIndexOf = []<class... Kinds>(std::type_identity<std::variant<Kinds...>>) {
  std::size_t index = 0;
  (void)((std::is_same_v<Kind, Kinds> || (++index, false)) || ...);
  return index;
}(std::type_identity<Edit>());

EditedPart editedPart(const Edit& edit) {
  std::uint32_t id = 0;
  std::string name;
  std::size_t kind = edit.index();
  if (const auto* node = std::get_if<SetNode>(&edit)) id = number(node->id);
  if (const auto* projection = std::get_if<SetProjection>(&edit)) id = number(projection->id);
  if (const auto* weights = std::get_if<SetWeights>(&edit)) name = weights->projection;
  if (const auto* parameter = std::get_if<SetParameter>(&edit)) {  // part of its owner
    const Item::Kind owner = parameter->item.kind;
    kind = owner == Item::Kind::Node         ? kIndexOf<SetNode>
           : owner == Item::Kind::Projection ? kIndexOf<SetProjection>
                                             : kIndexOf<SetSettings>;
    id = parameter->item.id;
  }
  return {kind, id, std::move(name)};
}

/// The row an edit of a single parameter is about; nullptr: it replaces the whole part.
const ParameterInfo* editedRow(const Edit& edit) {
  const auto* parameter = std::get_if<SetParameter>(&edit);
  return parameter == nullptr ? nullptr : parameter->row;
}

/// An edit for every entry that is not the same in both maps.
template <class Set, class Map>
void addDifference(const Map& before, const Map& after, std::vector<Edit>& edits) {
  for (const auto& [key, value] : before) {
    if (!after.contains(key)) edits.emplace_back(Set{key, std::nullopt});
  }
  for (const auto& [key, value] : after) {
    const auto found = before.find(key);
    if (found == before.end() || found->second != value) edits.emplace_back(Set{key, value});
  }
}

}  // namespace

Edit apply(Project& project, Edit edit, Change& change) {
  return std::visit(Apply{project, change}, std::move(edit));
}

std::vector<Edit> applyAll(Project& project, const std::vector<Edit>& edits, Change& change) {
  std::vector<Edit> inverse;
  inverse.reserve(edits.size());
  for (const Edit& edit : edits) inverse.push_back(apply(project, edit, change));
  std::ranges::reverse(inverse);
  return inverse;
}

std::vector<Edit> needed(const Project& project, std::vector<Edit> edits) {
  std::set<std::pair<EditedPart, const ParameterInfo*>> later;
  std::vector<Edit> kept;
  for (Edit& edit : edits | std::views::reverse) {
    const EditedPart part = editedPart(edit);
    if (later.contains({part, nullptr}) || !later.insert({part, editedRow(edit)}).second) continue;
    kept.push_back(std::move(edit));
  }
  std::ranges::reverse(kept);
  std::set<EditedPart> changed;  // an owner that is made comes before its parameters
  for (const Edit& edit : kept) {
    const EditedPart part = editedPart(edit);
    if (!changed.contains(part) && !std::visit(ChangesNothing{project}, edit)) changed.insert(part);
  }
  std::erase_if(kept, [&](const Edit& edit) { return !changed.contains(editedPart(edit)); });
  return kept;
}

std::vector<Edit> withoutTrained(const Project& project, const std::vector<Item>& items,
                                 const ParameterInfo& row) {
  std::vector<Edit> edits;
  for (const Item& item : items) {
    if (!isTrained(project, item, row)) continue;
    const std::string name = nameOf(project, item);
    std::optional<Weights> rest = project.weights.at(name);
    ((*rest).*row.trained).clear();
    if (row.trained == &Weights::B) rest->M.clear();  // it begins as B
    if (rest->W.empty() && rest->B.empty()) rest.reset();
    edits.emplace_back(SetWeights{name, std::move(rest)});
  }
  return edits;
}

std::vector<Edit> difference(const Project& before, const Project& after) {
  std::vector<Edit> edits;
  addDifference<SetNode>(before.network.nodes, after.network.nodes, edits);
  addDifference<SetProjection>(before.network.projections, after.network.projections, edits);
  addDifference<SetWeights>(before.weights, after.weights, edits);
  if (before.settings != after.settings) edits.emplace_back(SetSettings{after.settings});
  if (before.variants != after.variants) edits.emplace_back(SetVariants{after.variants});
  if (before.board != after.board) edits.emplace_back(SetBoard{after.board});
  if (before.meta != after.meta) edits.emplace_back(SetMeta{after.meta});
  if (before.lesson != after.lesson) edits.emplace_back(SetLesson{after.lesson});
  return edits;
}

}  // namespace vle
