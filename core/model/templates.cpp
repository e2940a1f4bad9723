// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/templates.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"
#include "model/naming.h"
#include "model/parameters.h"
#include "model/scaling.h"

namespace vle {

namespace {

// Distances of the presets, pixels.
constexpr double kInputStep = 192;
constexpr double kLayerStep = 240;
constexpr double kWideLayerStep = 336;
constexpr std::int64_t kNarrow = 4;  ///< cards of more neurons are wider
constexpr double kBelow = 40;        ///< between a layer and its teacher

void requireCount(std::int64_t n) {
  if (n >= 1 && n <= kMaxMacroLayers) return;
  throw Error(ErrorKind::InvalidSpec,
              "The number of layers is " + std::to_string(n) +
                  ", must be >= 1 and <= " + std::to_string(kMaxMacroLayers) + ".");
}

/// Collects what a macro makes.
class Builder {
 public:
  Builder(const Project& project, std::size_t nodes, std::size_t projections)
      : fresh_(project, nodes, projections) {}

  NodeId add(const std::string& name, NodeSpec node, Position at) {
    const NodeId id = fresh_.node();
    node.name = fresh_.name(name);
    node.x = at.x;
    node.y = at.y;
    markWritten(node);
    built_.made.nodes.insert(id);
    built_.edits.emplace_back(SetNode{id, std::move(node)});
    return id;
  }
  /// @param trained  nullptr: as drawn
  ProjectionId add(const std::string& name, ProjectionSpec projection,
                   const Weights* trained = nullptr) {
    const ProjectionId id = fresh_.projection();
    projection.name = fresh_.name(name);
    markWritten(projection);
    if (trained != nullptr) {
      built_.edits.emplace_back(SetWeights{projection.name, Weights{trained->W, {}}});
    }
    built_.made.projections.insert(id);
    built_.edits.emplace_back(SetProjection{id, std::move(projection)});
    return id;
  }
  void edit(Edit edit) { built_.edits.push_back(std::move(edit)); }

  Built take() { return std::move(built_); }

 private:
  Fresh fresh_;
  Built built_;
};

ProjectionSpec wire(NodeId from, NodeId to, Value W) {
  ProjectionSpec projection;
  projection.from = from;
  projection.to = to;
  projection.W = std::move(W);
  projection.learn = kUsualLearn;
  return projection;
}

NodeSpec targetOf(NodeId layer, std::int64_t size) {
  NodeSpec node;
  node.size = size;
  TargetSpec target;
  target.of = layer;
  node.kind = std::move(target);
  return node;
}

/// What a teacher takes over of a value of the original.
/// @param learned  the original will leave it, so the teacher has its own
Value taught(const Value& value, std::uint32_t of, bool learned) {
  const bool is_drawn =
      std::holds_alternative<Draw>(value.form) || std::holds_alternative<Reference>(value.form);
  if (is_drawn && !learned) return Reference{of, 1, {}};
  return value;
}

/// The weights of a teacher: such as there is something to learn. They are larger than those the
/// pupil starts with, so that it has to grow, and drawn apart from them.
Value taughtWeights(const Value& W, std::uint32_t of, bool learned) {
  if (!learned) return taught(W, of, learned);
  constexpr double kLarger = 2;
  constexpr double kSpread = 0.25;  // share of the weight, to both sides
  const double* same = std::get_if<double>(&W.form);
  if (same == nullptr) return scaled(W, kLarger);
  if (*same == 0) return Draw{.fan_in = true};
  const double mean = kLarger * *same;
  const auto [low, high] = std::minmax({(1 - kSpread) * mean, (1 + kSpread) * mean});
  return Draw{Draw::Kind::Uniform, low, high, false};
}

class TeacherBuilder {
 public:
  TeacherBuilder(const Project& project, const Selection& selection, const CardSizes& sizes)
      : project_(project), spec_(project.network), sizes_(sizes) {
    for (const NodeId id : selection.nodes) {
      const NodeSpec* node = spec_.find(id);
      if (node != nullptr && node->layer() != nullptr) layers_.push_back(id);
    }
    if (layers_.empty()) {
      throw Error(ErrorKind::InvalidSpec, "Select the layers that the teacher is to be a copy of.");
    }
    for (const auto& [id, projection] : spec_.projections) {
      const NodeSpec* from = spec_.find(projection.from);
      const bool driven = isSelected(projection.from) || (from != nullptr && from->input());
      if (driven && isSelected(projection.to)) wires_.push_back(id);
    }
  }

  Built build() {
    Builder builder(project_, 2 * layers_.size(), wires_.size());
    const double drop = distanceBelow();
    for (const NodeId id : layers_) {
      const NodeSpec& node = spec_.nodes.at(id);
      twins_[id] = builder.add("teacher " + node.name, frozen(id), {node.x, node.y + drop});
    }
    for (const ProjectionId id : wires_) {
      ProjectionSpec original = spec_.projections.at(id);
      const std::string digits =
          original.name.starts_with('W') ? original.name.substr(1) : std::string("1");
      const auto trained = project_.weights.find(original.name);
      original.teacher = builder.add(
          "T" + digits, frozen(id), trained != project_.weights.end() ? &trained->second : nullptr);
      builder.edit(SetProjection{id, std::move(original)});
    }
    for (const NodeId id : outputs()) follow(id, builder);
    return builder.take();
  }

 private:
  [[nodiscard]] bool isSelected(NodeId id) const { return std::ranges::binary_search(layers_, id); }

  [[nodiscard]] NodeSpec frozen(NodeId id) const {
    NodeSpec copy = spec_.nodes.at(id);
    auto& layer = std::get<LayerSpec>(copy.kind);
    const std::uint32_t n = number(id);
    layer.tau_m = taught(layer.tau_m, n, layer.learn_tau_m != 0);
    layer.tau_r = taught(layer.tau_r, n, layer.learn_tau_r != 0);
    layer.bias = taught(layer.bias, n, layer.learn_bias != 0);
    layer.gamma = layer.learn_bias = layer.learn_tau_m = layer.learn_tau_r = 0;
    copy.note.clear();
    for (const char* key : {"gamma", "learn_bias", "learn_tau_m", "learn_tau_r"}) {
      copy.written.erase(key);
    }
    return copy;
  }

  [[nodiscard]] ProjectionSpec frozen(ProjectionId id) const {
    const ProjectionSpec& original = spec_.projections.at(id);
    ProjectionSpec copy;
    copy.from = isSelected(original.from) ? twins_.at(original.from) : original.from;
    copy.to = twins_.at(original.to);
    copy.pattern = original.pattern;
    copy.W = taughtWeights(original.W, number(id), original.learn != 0);
    return copy;
  }

  /// How far below the selection its copy lies on nothing else.
  [[nodiscard]] double distanceBelow() const {
    std::vector<Box> boxes;
    boxes.reserve(layers_.size());
    for (const NodeId id : layers_) boxes.push_back(boxOf(id, spec_.nodes.at(id), sizes_));
    double top = boxes.front().corner.y;
    double bottom = boxes.front().bottom();
    for (const Box& box : boxes) {
      top = std::min(top, box.corner.y);
      bottom = std::max(bottom, box.bottom());
    }
    double drop = std::ceil((bottom - top + kBelow) / kGridStep) * kGridStep;
    const auto is_free = [&] {
      return std::ranges::none_of(spec_.nodes, [&](const auto& entry) {
        const Box other = boxOf(entry.first, entry.second, sizes_);
        return std::ranges::any_of(boxes, [&](Box box) {
          box.corner.y += drop;
          return box.meets(other);
        });
      });
    };
    for (std::size_t tries = 0; tries < 100 && !is_free(); ++tries) drop += kGridStep;
    return drop;
  }

  [[nodiscard]] std::vector<NodeId> outputs() const {
    std::vector<NodeId> with_target;
    for (const auto& [id, node] : spec_.nodes) {
      if (node.target() == nullptr || !isSelected(node.target()->of)) continue;
      with_target.push_back(node.target()->of);
    }
    std::ranges::sort(with_target);
    with_target.erase(std::ranges::unique(with_target).begin(), with_target.end());
    if (!with_target.empty()) return with_target;
    std::vector<NodeId> last = layers_;
    for (const ProjectionId id : wires_) {
      const ProjectionSpec& projection = spec_.projections.at(id);
      if (projection.from != projection.to) std::erase(last, projection.from);
    }
    if (last.empty()) last.push_back(layers_.back());  // a ring has no end
    return last;
  }

  /// Lets the first target of a layer follow the layer's copy.
  void follow(NodeId layer, Builder& builder) const {
    const NodeId twin = twins_.at(layer);
    for (const auto& [id, node] : spec_.nodes) {
      if (node.target() == nullptr || node.target()->of != layer) continue;
      NodeSpec wired = node;
      std::get<TargetSpec>(wired.kind).source = twin;
      wired.size = spec_.nodes.at(layer).size;
      markWritten(wired);
      builder.edit(SetNode{id, std::move(wired)});
      return;
    }
    const NodeSpec& node = spec_.nodes.at(layer);
    NodeSpec wired = targetOf(layer, node.size);
    std::get<TargetSpec>(wired.kind).source = twin;
    const double step = node.size > kNarrow ? kWideLayerStep : kLayerStep;
    builder.add("target", std::move(wired), {node.x + step, node.y + 2 * kGridStep});
  }

  const Project& project_;
  const NetworkSpec& spec_;
  const CardSizes& sizes_;
  std::vector<NodeId> layers_;       ///< ascending
  std::vector<ProjectionId> wires_;  ///< to be copied
  std::map<NodeId, NodeId> twins_;
};

/// Chains of more layers than this are made so that signals come up and errors come down.
constexpr std::int64_t kShortChain = 3;

/// A layer of a chain of n, with a weight from below of about 1 in long ones.
LayerSpec chainLayer(std::int64_t n) {
  LayerSpec layer;
  if (n <= kShortChain) {
    layer.bias = 0.3;  // as in the preset: a bias makes the tanh bend
    return layer;
  }
  // In every layer sudden errors are multiplied by tau_m/tau_r: down the chain by as much as in a
  // chain of two. Without a bias tanh stays where it is steep, and signals do not fade away.
  constexpr double kTauM = 10, kTauR = 1, kLike = 2;
  const double ratio = std::pow(kTauM / kTauR, kLike / static_cast<double>(n));
  layer.tau_r = std::round(10 * kTauM / ratio) / 10;
  return layer;
}

Value chainWeight(std::int64_t n) {
  const bool is_short = n <= kShortChain;
  return Draw{Draw::Kind::Uniform, is_short ? 0.3 : 0.8, is_short ? 0.7 : 1.2, false};
}

}  // namespace

Built addLagline(const Project& project, std::int64_t n, Position at, std::int64_t size) {
  requireCount(n);
  const auto count = static_cast<std::size_t>(n);
  Builder builder(project, count, count - 1);
  NodeId before{};
  for (std::int64_t k = 0; k < n; ++k) {
    NodeSpec node;
    node.size = size;
    const NodeId id = builder.add("lag 1", std::move(node), at);
    at.x += size > kNarrow ? kWideLayerStep : kLayerStep;
    if (k > 0) {
      ProjectionSpec next = wire(before, id, 1.0);
      next.pattern.kind = Pattern::Kind::OneToOne;
      builder.add("W1", std::move(next));
    }
    before = id;
  }
  return builder.take();
}

Built addChain(const Project& project, std::int64_t n, Position at) {
  requireCount(n);
  const auto count = static_cast<std::size_t>(n);
  Builder builder(project, count + 2, count);
  NodeSpec input;
  input.kind = InputSpec{SinesSignal{{{Sine{.f = kUsualFrequency}}}}};
  NodeId before = builder.add("x", std::move(input), at);
  Position place{at.x + kInputStep, at.y - 2 * kGridStep};
  for (std::int64_t k = 0; k < n; ++k) {
    NodeSpec node;
    node.kind = chainLayer(n);
    const char* hidden = n > 2 ? "hidden 1" : "hidden";
    const NodeId id = builder.add(k == n - 1 ? "output" : hidden, std::move(node), place);
    builder.add("W1", wire(before, id, chainWeight(n)));
    before = id;
    place.x += kLayerStep;
  }
  builder.add("target", targetOf(before, 1), {place.x, at.y});
  return builder.take();
}

Built addTeacher(const Project& project, const Selection& selection, const CardSizes& sizes) {
  return TeacherBuilder(project, selection, sizes).build();
}

}  // namespace vle
