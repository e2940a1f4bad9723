// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit.h"

#include <algorithm>
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
