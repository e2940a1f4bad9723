// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/paths.h"

#include <optional>

#include "base/error.h"
#include "base/text.h"

namespace vle {

namespace {

struct Words {
  std::string_view owner;  ///< "*" and "settings" included
  std::string_view key;    ///< "" if there is none
};

Words wordsOf(std::string_view path) {
  const std::size_t dot = path.find('.');
  return {path.substr(0, dot), dot == std::string_view::npos ? "" : path.substr(dot + 1)};
}

[[noreturn]] void fail(std::string_view path, const std::string& what) {
  throw Error(ErrorKind::InvalidSpec, "path '" + std::string(path) + "' " + what);
}

std::vector<std::string> keysOf(const Project& project, Item item) {
  std::vector<std::string> keys;
  for (const ParameterTable table : kParameterTables) {
    if (!has(project, item, table)) continue;
    for (const ParameterInfo* row : rowsOf(table)) keys.push_back(keyOf(*row));
  }
  return keys;
}

/// Calls f(item, name) for the settings, every node and every projection.
template <class F>
void eachItem(const Project& project, F f) {
  f(Item{}, "settings");
  for (const auto& [id, node] : project.network.nodes) {
    f(Item{Item::Kind::Node, number(id)}, node.name);
  }
  for (const auto& [id, projection] : project.network.projections) {
    f(Item{Item::Kind::Projection, number(id)}, projection.name);
  }
}

/// `*`: every layer or projection that writes the key.
std::vector<ParameterPlace> allPlaces(const Project& project, std::string_view path) {
  std::vector<ParameterPlace> places;
  if (const ParameterInfo* row = parameterOfKey(path)) {
    eachItem(project, [&](Item item, const std::string&) {
      if (has(project, item, row->table) && isWritten(project, item, *row)) {
        places.push_back({item, row});
      }
    });
  }
  if (!places.empty()) return places;
  fail(path,
       "matches nothing: no layer or projection writes '" + std::string(wordsOf(path).key) + "'");
}

}  // namespace

std::vector<ParameterPlace> placesAt(const Project& project, std::string_view path) {
  const auto [owner, key] = wordsOf(path);
  if (owner == "*") return allPlaces(project, path);
  std::optional<ParameterPlace> place;
  std::optional<Item> named;
  eachItem(project, [&](Item item, const std::string& name) {
    if (name != owner || place) return;
    named = item;
    if (const ParameterInfo* row = rowOf(project, item, key)) place = {item, row};
  });
  if (place) return {*place};
  const std::string_view shown = path.substr(0, 128);
  if (named) fail(shown, "has an " + unknown("key", key, keysOf(project, *named)));
  std::vector<std::string> names;
  eachItem(project, [&names](Item, const std::string& name) { names.push_back(name); });
  fail(shown, "has an " + unknown("name", owner, names));
}

const ParameterInfo& parameterAt(const Project& project, std::string_view path) {
  return *placesAt(project, path).front().row;
}

const ParameterInfo* parameterOfKey(std::string_view path) {
  const auto [owner, key] = wordsOf(path);
  for (const ParameterTable table : kParameterTables) {
    const bool is_settings = table == ParameterTable::Settings || table == ParameterTable::HeldOut;
    if (is_settings != (owner == "settings")) continue;
    if (const ParameterInfo* row = rowOf(table, key)) return row;
  }
  return nullptr;
}

void setAt(Project& project, std::string_view path, const ParameterValue& value) {
  for (const auto& [item, row] : placesAt(project, path)) setValue(project, item, *row, value);
}

std::vector<Edit> editsAt(const Project& project, std::string_view path,
                          const ParameterValue& value) {
  std::vector<Edit> edits;
  for (const auto& [item, row] : placesAt(project, path)) {
    edits.emplace_back(SetParameter{item, row, {value}});
  }
  return edits;
}

ParameterValue valueAt(const Project& project, std::string_view path) {
  const ParameterPlace place = placesAt(project, path).front();
  return valueOf(project, place.item, *place.row);
}

}  // namespace vle
