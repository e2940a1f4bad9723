// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network_spec.h"

#include <algorithm>

namespace vle {

namespace {

template <class Map>
const typename Map::mapped_type* lookUp(const Map& map, typename Map::key_type id) {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

template <class Map>
const typename Map::mapped_type* lookUp(const Map& map, const std::string& name) {
  const auto found =
      std::ranges::find_if(map, [&name](const auto& entry) { return entry.second.name == name; });
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

const NodeSpec* NetworkSpec::find(NodeId id) const { return lookUp(nodes, id); }
const ProjectionSpec* NetworkSpec::find(ProjectionId id) const { return lookUp(projections, id); }
const NodeSpec* NetworkSpec::findNode(const std::string& name) const { return lookUp(nodes, name); }
const ProjectionSpec* NetworkSpec::findProjection(const std::string& name) const {
  return lookUp(projections, name);
}

}  // namespace vle
