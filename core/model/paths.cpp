// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/paths.h"

#include <optional>
#include <type_traits>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace vle {

namespace {

constexpr std::string_view kFeedbackPrefix = "feedback.";
constexpr std::string_view kTestPrefix = "test.";

/// What is done at each place a path leads to.
struct Visitor {
  const ParameterInfo* info = nullptr;
  const ParameterValue* write = nullptr;  ///< set where the project is not const
  std::optional<ParameterValue> read;     ///< the first value met

  /// Spec may be const; then there is nothing to write.
  template <class Spec>
  bool visit(Spec& spec, std::string_view key) {
    const auto* row = findParameter<std::remove_const_t<Spec>>(key);
    if (row == nullptr) return false;
    if (info == nullptr) info = row;
    if (!read) read = row->read(spec);
    if constexpr (!std::is_const_v<Spec>) {
      row->write(spec, *write);
      if constexpr (requires { spec.written; }) spec.written.emplace(key);
    }
    return true;
  }
};

template <class Spec>
void addKeys(std::vector<std::string>& keys, std::string_view prefix = {}) {
  for (const Parameter<Spec>& row : parameters<Spec>()) {
    keys.push_back(std::string(prefix) + std::string(row.key));
  }
}

template <class Node>  // NodeSpec or const NodeSpec
bool visitNode(Node& node, std::string_view key, Visitor& visitor) {
  const bool found = std::visit(
                         [&](auto& kind) {
                           if constexpr (std::is_same_v<std::decay_t<decltype(kind)>, NoteSpec>)
                             return false;
                           else
                             return visitor.visit(kind, key);
                         },
                         node.kind) ||
                     visitor.visit(node, key);
  if constexpr (!std::is_const_v<Node>) {
    if (found) node.written.emplace(key);
  }
  return found;
}

template <class Projection>  // ProjectionSpec or const ProjectionSpec
bool visitProjection(Projection& projection, std::string_view key, Visitor& visitor) {
  if (!key.starts_with(kFeedbackPrefix)) return visitor.visit(projection, key);
  const std::string_view feedback_key = key.substr(kFeedbackPrefix.size());
  if constexpr (std::is_const_v<Projection>) {
    const FeedbackSpec feedback = projection.feedback.value_or(FeedbackSpec{});
    return visitor.visit(feedback, feedback_key);
  } else {
    FeedbackSpec feedback = projection.feedback.value_or(FeedbackSpec{});
    if (!visitor.visit(feedback, feedback_key)) return false;
    projection.feedback = std::move(feedback);
    return true;
  }
}

/// The parameters of the held-out test; writing one makes a test where there was none.
template <class AnySettings>  // Settings or const Settings
bool visitTest(AnySettings& settings, std::string_view key, Visitor& visitor) {
  if (!key.starts_with(kTestPrefix)) return false;
  const std::string_view test_key = key.substr(kTestPrefix.size());
  if constexpr (std::is_const_v<AnySettings>) {
    const TestSpec test = settings.test.value_or(TestSpec{});
    return visitor.visit(test, test_key);
  } else {
    TestSpec test = settings.test.value_or(TestSpec{});
    if (!visitor.visit(test, test_key)) return false;
    settings.test = std::move(test);
    settings.written.emplace("test");
    return true;
  }
}

std::vector<std::string> keysOf(const NodeSpec& node) {
  std::vector<std::string> keys;
  if (node.input() != nullptr) addKeys<InputSpec>(keys);
  if (node.layer() != nullptr) addKeys<LayerSpec>(keys);
  if (node.target() != nullptr) addKeys<TargetSpec>(keys);
  addKeys<NodeSpec>(keys);
  return keys;
}

std::vector<std::string> keysOf(const ProjectionSpec&) {
  std::vector<std::string> keys;
  addKeys<ProjectionSpec>(keys);
  addKeys<FeedbackSpec>(keys, kFeedbackPrefix);
  return keys;
}

bool writesKey(const ProjectionSpec& projection, std::string_view key) {
  if (key.starts_with(kFeedbackPrefix)) return projection.feedback.has_value();
  return projection.written.contains(std::string(key));
}

/// `*`: every layer or projection that writes the key. True if the key exists and someone writes
/// it.
template <class Network>
void visitAll(Network& network, std::string_view path, std::string_view key, Visitor& visitor) {
  for (auto& [id, node] : network.nodes) {
    if (node.layer() != nullptr && node.written.contains(std::string(key))) {
      visitNode(node, key, visitor);
    }
  }
  for (auto& [id, projection] : network.projections) {
    if (writesKey(projection, key)) visitProjection(projection, key, visitor);
  }
  if (visitor.info == nullptr) {
    throw Error(ErrorKind::InvalidSpec, "path '" + std::string(path) +
                                            "' matches nothing: no layer or projection writes '" +
                                            std::string(key) + "'");
  }
}

[[noreturn]] void failUnknown(std::string_view path, std::string_view what, std::string_view word,
                              const std::vector<std::string>& candidates) {
  throw Error(ErrorKind::InvalidSpec, "path '" + std::string(path.substr(0, 128)) + "' has an " +
                                          unknown(what, word, candidates));
}

template <class AnyProject>
void visitPath(AnyProject& project, std::string_view path, Visitor& visitor) {
  const std::size_t dot = path.find('.');
  const std::string owner(path.substr(0, dot));
  const std::string_view key = dot == std::string_view::npos ? "" : path.substr(dot + 1);
  if (owner == "settings") {
    if (visitor.visit(project.settings, key)) return;
    if (visitTest(project.settings, key, visitor)) return;
    std::vector<std::string> keys;
    addKeys<Settings>(keys);
    for (const Parameter<TestSpec>& row : parameters<TestSpec>()) {
      keys.push_back(std::string(kTestPrefix) + std::string(row.key));
    }
    failUnknown(path, "key", key, keys);
  }
  if (owner == "*") return visitAll(project.network, path, key, visitor);
  const std::vector<std::string>* keys = nullptr;
  std::vector<std::string> candidates;
  for (auto& [id, node] : project.network.nodes) {
    if (node.name != owner) continue;
    if (visitNode(node, key, visitor)) return;
    candidates = keysOf(node);
    keys = &candidates;
  }
  for (auto& [id, projection] : project.network.projections) {
    if (projection.name != owner) continue;
    if (visitProjection(projection, key, visitor)) return;
    candidates = keysOf(projection);
    keys = &candidates;
  }
  if (keys != nullptr) failUnknown(path, "key", key, *keys);
  candidates = {"settings"};
  for (const auto& [id, node] : project.network.nodes) candidates.push_back(node.name);
  for (const auto& [id, projection] : project.network.projections) {
    candidates.push_back(projection.name);
  }
  failUnknown(path, "name", owner, candidates);
}

}  // namespace

const ParameterInfo& parameterAt(const Project& project, std::string_view path) {
  Visitor visitor;
  visitPath(project, path, visitor);
  return *visitor.info;
}

const ParameterInfo* parameterOfKey(std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string_view key = path.substr(dot + 1);
  if (path.substr(0, dot) == "settings") {
    if (key.starts_with(kTestPrefix)) {
      return findParameter<TestSpec>(key.substr(kTestPrefix.size()));
    }
    return findParameter<Settings>(key);
  }
  if (key.starts_with(kFeedbackPrefix)) {
    return findParameter<FeedbackSpec>(key.substr(kFeedbackPrefix.size()));
  }
  const ParameterInfo* row = findParameter<LayerSpec>(key);
  if (row == nullptr) row = findParameter<ProjectionSpec>(key);
  if (row == nullptr) row = findParameter<InputSpec>(key);
  if (row == nullptr) row = findParameter<TargetSpec>(key);
  if (row == nullptr) row = findParameter<NodeSpec>(key);
  return row;
}

void setAt(Project& project, std::string_view path, const ParameterValue& value) {
  Visitor visitor;
  visitor.write = &value;
  visitPath(project, path, visitor);
}

ParameterValue valueAt(const Project& project, std::string_view path) {
  Visitor visitor;
  visitPath(project, path, visitor);
  return *visitor.read;
}

}  // namespace vle
